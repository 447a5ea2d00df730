package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Confinement;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Limits;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that one server can take and more: talkers as fast as they are read from, small messages and large ones, to a crowd of
 * which some never read, while others come and go. Afterwards the server has to be there as if nothing had been.
 */
public final class Flood {
    private static final int MEMBERS = 1_000;
    private static final int NEVER_READERS = 100;
    private static final int LARGE_BYTES = 16 * 1024;

    /** More than any server takes. */
    private static final double ALL_PER_S = 100_000;

    /** The same of large ones. */
    private static final double ALL_LARGE_PER_S = 2_000;

    private static final double LEAST_PER_S = 1_000;
    private static final double LEAST_LARGE_PER_S = 10;

    private static final double WARM_UP_S = 1;
    private static final long LOOK_MILLIS = 100;

    /** Beyond the flood: those that never read are idle, and have to stay. */
    private static final long IDLE_S = 600;

    private final ChatlabProgram program;
    private final LoadClient client;
    private final Cores cores;
    private final Children children;
    private final Consumer<String> progress;

    public Flood(ChatlabProgram program, LoadClient client, Cores cores, Children children, Consumer<String> progress) {
        this.program = program;
        this.client = client;
        this.cores = cores;
        this.children = children;
        this.progress = progress;
    }

    /**
     * Floods a server for so long.
     *
     * @return sentences on what is wrong with it then, or with the flood; none: it is fine
     */
    public List<String> run(int memoryMiB, double seconds) throws IOException, InterruptedException {
        try (Confinement group = confinement(memoryMiB);
                ChatlabServer server = program.start(
                        settings(seconds, group == null ? List.of("-XX:MaxRAM=" + memoryMiB + "m") : List.of()),
                        children,
                        command -> group == null
                                ? cores.onServerCore(command)
                                : group.around(cores.onServerCore(command)))) {
            FloodCourse course = load(server, new Span(WARM_UP_S, seconds));
            say(course);
            List<String> wrong = new ArrayList<>(course.wrong());
            List<String> after = new Aftermath(server).wrong();
            if (!after.isEmpty()) {
                wrong.add("Afterwards " + String.join("; ", after) + ".");
            }
            if (group != null) {
                progress.accept("memory: at most " + group.mostMemory() + " of " + memoryMiB + " MiB charged, "
                        + group.kills() + " killed for want of it");
                if (group.kills() > 0) {
                    wrong.add("The kernel killed it for want of memory.");
                }
            }
            return wrong;
        } catch (RunFailedException e) {
            return List.of("The server could not be started: " + e.getMessage() + ".");
        }
    }

    private @Nullable Confinement confinement(int memoryMiB) {
        try {
            return Confinement.of(new Limits(0, memoryMiB));
        } catch (UnusableException e) {
            progress.accept("memory: " + e.getMessage() + "; only the virtual machine goes by " + memoryMiB + " MiB");
            return null;
        }
    }

    private static ServerProgram.Settings settings(double seconds, List<String> jvmOptions) {
        return new ServerProgram.Settings(
                Map.of("IDLE_TIMEOUT", (Math.round(seconds) + IDLE_S) + "s"), jvmOptions, 0, Integer.MAX_VALUE);
    }

    private FloodCourse load(ChatlabServer server, Span span) throws InterruptedException {
        Shape small = Shape.global(MEMBERS, ALL_PER_S).withNeverReaders(NEVER_READERS);
        Shape large = Shape.global(1, ALL_LARGE_PER_S).withMessageBytes(LARGE_BYTES);
        // Virtual threads that wait for a process's output hold their carriers, of which two cores have two.
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            Future<ClientRun> crowd = threads.submit(() -> client.flood(server, small, span));
            awaitCrowd(server, crowd);
            try (Churn churn = Churn.on(server.port())) {
                Future<ClientRun> talkers = threads.submit(() -> client.flood(server, large, span));
                FloodCourse.Part first = part("small messages", LEAST_PER_S, crowd);
                long passed = churn.count(); // the crowd began first and ends first
                FloodCourse.Part second = part("messages of 16 KiB", LEAST_LARGE_PER_S, talkers);
                return new FloodCourse(first, second, NEVER_READERS, passed, span.windowS());
            }
        }
    }

    /** Who is still entering reads nothing, and would be too slow for large messages. */
    private static void awaitCrowd(ChatlabServer server, Future<ClientRun> crowd) throws InterruptedException {
        while (!crowd.isDone() && connections(server) < MEMBERS) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static double connections(ChatlabServer server) throws InterruptedException {
        try {
            return server.connections();
        } catch (IOException e) {
            return 0; // whether it is there at all is judged afterwards
        }
    }

    private static FloodCourse.Part part(String what, double leastPerS, Future<ClientRun> future)
            throws InterruptedException {
        try {
            return new FloodCourse.Part(what, leastPerS, future.get(), "");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new FloodCourse.Part(
                    what, leastPerS, null, String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
        }
    }

    private void say(FloodCourse course) {
        for (FloodCourse.Part part : List.of(course.small(), course.large())) {
            ClientRun run = part.run();
            if (run != null) {
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s: %,.0f/s taken, %,.0f deliveries/s; closed: %d that read, %d that did not; %.0f MiB resident"
                                + " at most",
                        part.what(),
                        run.sentPerS(),
                        run.deliveriesPerS(),
                        run.closed(),
                        run.neverReadersClosed(),
                        run.mostRssMiB()));
            }
        }
        progress.accept(String.format(
                Locale.ROOT,
                "both at the same time: %.1f of %.0f s; connections that came and went meanwhile: %,d",
                course.overlapS(),
                course.seconds(),
                course.passed()));
    }
}
