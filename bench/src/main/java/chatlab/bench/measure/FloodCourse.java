package chatlab.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a server, and whom it lost meanwhile: one that no flood came over has survived none, and one that closed
 * members who read has not carried it.
 *
 * @param neverReaders how many members of the small messages' room were not to read
 * @param passed connections that came and went meanwhile
 * @param seconds for how long each client was to send
 */
record FloodCourse(Part small, Part large, int neverReaders, long passed, double seconds) {
    private static final double LEAST_OVERLAP = 0.5;
    private static final double LEAST_STAYING = 0.5;

    /**
     * One client.
     *
     * @param what it sends
     * @param leastPerS messages a second that make a flood, sent and delivered
     * @param run null if it failed
     * @param problem why it failed
     */
    record Part(String what, double leastPerS, @Nullable ClientRun run, String problem) {}

    /** How long both clients were sending at the same time. */
    double overlapS() {
        ClientRun one = small.run();
        ClientRun other = large.run();
        return one == null || other == null
                ? 0
                : Math.max(
                        0,
                        Math.min(one.windowToS(), other.windowToS())
                                - Math.max(one.windowFromS(), other.windowFromS()));
    }

    /** Why it was no flood, or was not carried, in sentences; none: it was one, and was. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        addWrong(small, wrong);
        addWrong(large, wrong);
        if (small.run() != null && large.run() != null && overlapS() < LEAST_OVERLAP * seconds) {
            wrong.add(String.format(
                    Locale.ROOT,
                    "The two clients sent at the same time for only %.1f of %.0f seconds.",
                    overlapS(),
                    seconds));
        }
        if (small.run() != null && small.run().neverReadersClosed() > (1 - LEAST_STAYING) * neverReaders) {
            wrong.add("Of the " + neverReaders + " members that never read, "
                    + small.run().neverReadersClosed() + " did not stay.");
        }
        if (passed == 0) {
            wrong.add("No connection came and went meanwhile.");
        }
        return wrong;
    }

    private static void addWrong(Part part, List<String> wrong) {
        ClientRun run = part.run();
        if (run == null) {
            wrong.add("The client that sends " + part.what() + " failed: " + part.problem() + ".");
        } else if (Math.min(run.sentPerS(), run.deliveriesPerS()) < part.leastPerS()) {
            wrong.add(String.format(
                    Locale.ROOT,
                    "Of %s only %,.1f a second were taken and %,.1f delivered; %,.0f make a flood.",
                    part.what(),
                    run.sentPerS(),
                    run.deliveriesPerS(),
                    part.leastPerS()));
        }
        if (run != null && run.closed() > 0) {
            wrong.add("Of the connections for " + part.what() + ", " + run.closed() + " that read were closed.");
        }
    }
}
