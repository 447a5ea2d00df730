package chatlab.generator.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An event loop's thread.
 *
 * @param id as Java numbers it
 * @param schedstat where the kernel says how long it has waited for a CPU; empty where none does
 */
public record LoopThread(long id, String schedstat) {
    private static final Path SELF = Path.of("/proc/thread-self");
    private static final int WAITED_NS = 1;

    /** The thread that asks. */
    public static LoopThread current() {
        String schedstat;
        try {
            schedstat = SELF.resolveSibling(Files.readSymbolicLink(SELF))
                    .resolve("schedstat")
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            schedstat = ""; // not a Linux machine
        }
        return new LoopThread(Thread.currentThread().threadId(), schedstat);
    }

    /** For how long it was ready to run and did not, so far, in nanoseconds ({@code proc_pid_schedstat}); 0 if nobody knows. */
    long waitedNs() {
        if (schedstat.isEmpty()) {
            return 0;
        }
        try {
            return waitedNs(Files.readString(Path.of(schedstat)));
        } catch (IOException e) {
            return 0; // it has ended, or the kernel keeps no such account
        }
    }

    static long waitedNs(String line) {
        String[] fields = line.strip().split(" ", -1);
        return fields.length > WAITED_NS && fields[WAITED_NS].matches("\\d{1,18}")
                ? Long.parseLong(fields[WAITED_NS])
                : 0;
    }
}
