package chatlab.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever else this process does than to play users. Where it has a single core, compiling, writing logs and answering scrapes take
 * some milliseconds of it at a time, by which messages would leave and arrive late: it gives way to the event loops.
 */
final class Background {
    private static final Logger log = LoggerFactory.getLogger(Background.class);

    /** A tenth of an event loop's share of a core that both want. */
    private static final String NICENESS = "10";

    private static final long PATIENCE_S = 5;

    private Background() {}

    /** From now on; once the event loops are there. On systems that know no priorities of threads all stays as it is. */
    static void giveWay() throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(List.of("renice", "-n", NICENESS, "-p"));
            command.addAll(threads());
            Process renice = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!renice.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                renice.destroyForcibly();
                log.info("Not every thread gives way to the event loops: renice took too long.");
            }
            // Threads that have ended meanwhile are none that it could change, so that its exit code says little.
        } catch (IOException | UncheckedIOException e) {
            log.info("No thread gives way to the event loops, so that these may be late: {}", e.toString());
        }
    }

    private static List<String> threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> !isWaitedFor(name(task)))
                    .map(task -> String.valueOf(task.getFileName()))
                    .toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** Event loops; and what stops these until it is done. */
    private static boolean isWaitedFor(String name) {
        return name.startsWith("gatling-") || name.startsWith("VM Thread") || name.startsWith("GC ");
    }
}
