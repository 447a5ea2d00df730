package chatlab.bench.measure;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The attempts of one search for capacity: one server, fresh connections each time. */
final class CapacityTrials implements CapacitySearch.Trial {
    private final LoadClient client;
    private final Server server;
    private final Point point;
    private final Span span;
    private final Consumer<String> progress;
    private @Nullable ClientRun best;
    private @Nullable ClientRun last;
    private double messagesPerWriteOfLast = Double.NaN;
    private double messagesPerWrite = Double.NaN;
    private double lowestFailurePerS = Double.POSITIVE_INFINITY;
    private List<String> disturbancesThere = List.of();
    private List<String> disturbances = List.of();

    CapacityTrials(LoadClient client, Server server, Point point, Span span, Consumer<String> progress) {
        this.client = client;
        this.server = server;
        this.point = point;
        this.span = span;
        this.progress = progress;
    }

    /** What was disturbed is tried again when it fails; a rate that passed in spite of it has passed. */
    @Override
    public boolean passes(double ratePerS) throws RunFailedException, IOException, InterruptedException {
        boolean passed = once(ratePerS) || (!disturbances.isEmpty() && once(ratePerS));
        if (!passed && ratePerS < lowestFailurePerS) {
            lowestFailurePerS = ratePerS;
            disturbancesThere = disturbances;
        }
        return passed;
    }

    /** The run at the highest rate that passed; null if none did. */
    @Nullable
    ClientRun best() {
        return best;
    }

    /** The run of the trial before; null if the server did not let it be one. */
    @Nullable
    ClientRun last() {
        return last;
    }

    /** Of that run; NaN if there is none. */
    double messagesPerWriteOfLast() {
        return messagesPerWriteOfLast;
    }

    /** What disturbed the trial before, if it failed. */
    List<String> disturbancesOfLast() {
        return disturbances;
    }

    /** Of the best run. */
    double messagesPerWrite() {
        return messagesPerWrite;
    }

    /** Why the failure that bounds the capacity from above may not be the server's. */
    List<String> disturbances() {
        return disturbancesThere;
    }

    /** A server that does not serve a rate fails at it; one that is gone has failed for good. */
    private boolean once(double ratePerS) throws RunFailedException, IOException, InterruptedException {
        last = null;
        messagesPerWriteOfLast = Double.NaN;
        try {
            return tried(ratePerS);
        } catch (ServerFailedException e) {
            if (server.end().isPresent()) {
                throw e;
            }
            disturbances = List.of();
            progress.accept(String.format(Locale.ROOT, "%,.0f/s: %s: fails", ratePerS, e.getMessage()));
            return false;
        }
    }

    private boolean tried(double ratePerS) throws RunFailedException, IOException, InterruptedException {
        Shape shape = point.shape().withRate(ratePerS);
        Counts before = server.counts(shape.messageBytes());
        ClientRun run = client.run(server, shape, span);
        Counts counts = server.counts(shape.messageBytes()).since(before);
        last = run;
        messagesPerWriteOfLast = counts.messagesPerWrite();
        boolean passed = point.objective().isMetBy(run, counts);
        disturbances = passed ? List.of() : Doubts.ofAFailure(run);
        progress.accept(String.format(
                Locale.ROOT,
                "%,.0f/s: p99 %s, %.1f%% came, server %.2f and client %.2f core: %s",
                ratePerS,
                run.p99Ms() == null ? "never" : String.format(Locale.ROOT, "%.1f ms", run.p99()),
                100 * run.complete(),
                run.serverCores(),
                run.clientCores(),
                passed ? "passes" : "fails"));
        if (passed) {
            best = run;
            messagesPerWrite = counts.messagesPerWrite();
        }
        return passed;
    }
}
