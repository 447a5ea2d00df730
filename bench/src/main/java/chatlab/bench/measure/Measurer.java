package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Confinement;
import chatlab.bench.machine.Cores;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Measures points: a server of its own for each, pinned, warm, and the client beside it. */
public final class Measurer {
    private static final double LOWEST_PER_S = 1;
    private static final double HIGHEST_PER_S = 4e6;
    /** A point that something else on the machine spoilt is measured again, so often. */
    private static final int MORE_ATTEMPTS = 2;

    private final LoadClient client;
    private final Cores cores;
    private final Pace pace;
    private final Children children;
    private final StopSignal stop;
    private final Consumer<String> progress;
    private final Map<String, Double> found = new HashMap<>();

    public Measurer(
            LoadClient client, Cores cores, Pace pace, Children children, StopSignal stop, Consumer<String> progress) {
        this.client = client;
        this.cores = cores;
        this.pace = pace;
        this.children = children;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Measures one point. What keeps it from being measured makes it void.
     *
     * @throws InterruptedException if the user stops
     */
    public Reading measure(ServerProgram program, Point point) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            Reading reading = attempt(program, point);
            if (stop.isRaised()) {
                throw new InterruptedException("stopped by the user");
            }
            boolean spoilt =
                    reading.run() != null && !Doubts.ofTheMachine(reading.run()).isEmpty();
            if (!spoilt || attempt == MORE_ATTEMPTS) {
                return reading;
            }
            progress.accept("again: " + String.join(", ", reading.doubts()));
        }
    }

    private Reading attempt(ServerProgram program, Point point) throws IOException, InterruptedException {
        try (Confinement groups = Confinement.of(point.limits());
                Server server = program.start(
                        point.settings(), children, command -> groups.around(cores.onServerCore(command)))) {
            return switch (point.kind()) {
                case LOAD -> load(server, point.shape(), new Span(warmUpS(program), pace.windowS()));
                case LONG_LOAD -> load(server, point.shape(), new Span(warmUpS(program), pace.longWindowS()));
                case CAPACITY -> capacity(server, program, point);
                case HALF_OF_CAPACITY -> {
                    double capacity = capacity(server, program, point).capacityPerS();
                    yield load(
                            server,
                            point.shape().withRate(capacity / 2),
                            new Span(pace.trial().warmUpS(), pace.windowS()));
                }
            };
        } catch (RunFailedException | UnusableException e) {
            return Reading.failed(String.valueOf(e.getMessage()));
        }
    }

    private double warmUpS(ServerProgram program) {
        return program.warmsUp() ? pace.warmUpS() : pace.trial().warmUpS();
    }

    private Reading load(Server server, Shape shape, Span span)
            throws RunFailedException, IOException, InterruptedException {
        Counts before = server.counts(shape.messageBytes());
        ClientRun run = client.run(server, shape, span);
        Counts counts = server.counts(shape.messageBytes()).since(before);
        return new Reading(run, Double.NaN, counts.messagesPerWrite(), Doubts.about(run, counts));
    }

    private Reading capacity(Server server, ServerProgram program, Point point)
            throws RunFailedException, IOException, InterruptedException {
        Shape shape = point.shape();
        if (program.warmsUp()) {
            client.run(server, shape, new Span(pace.warmUpS(), pace.trial().windowS()));
        }
        Trials trials = new Trials(server, point);
        CapacitySearch search = new CapacitySearch(LOWEST_PER_S, HIGHEST_PER_S);
        String key = program.name() + point;
        Double earlier = found.get(key);
        double capacity = earlier == null ? search.from(shape.ratePerS(), trials) : search.near(earlier, trials);
        if (capacity > 0) {
            found.put(key, capacity);
        }
        return trials.conclude(capacity);
    }

    /** The attempts of one search, with the same server and fresh connections. */
    private final class Trials implements CapacitySearch.Trial {
        private final Server server;
        private final Point point;
        private Reading best = Reading.failed("no rate passed");
        /** Why the failure that bounds the capacity from above may not be the server's. */
        private List<String> doubts = List.of();

        private double lowestFailure = Double.POSITIVE_INFINITY;

        Trials(Server server, Point point) {
            this.server = server;
            this.point = point;
        }

        @Override
        public boolean passes(double ratePerS) throws RunFailedException, IOException, InterruptedException {
            boolean passed = once(ratePerS);
            // What something else spoilt is tried again; a rate that passed in spite of it has passed.
            if (!passed && !doubts.isEmpty()) {
                passed = once(ratePerS);
            }
            return passed;
        }

        private boolean once(double ratePerS) throws RunFailedException, IOException, InterruptedException {
            Shape shape = point.shape().withRate(ratePerS);
            Counts before = server.counts(shape.messageBytes());
            ClientRun run = client.run(server, shape, pace.trial());
            if (stop.isRaised()) {
                throw new InterruptedException("stopped by the user");
            }
            Counts counts = server.counts(shape.messageBytes()).since(before);
            boolean passed = point.objective().isMetBy(run, counts);
            progress.accept(String.format(
                    Locale.ROOT,
                    "%,.0f/s: p99 %.1f ms, %.1f%% came: %s",
                    ratePerS,
                    run.p99(),
                    100 * run.complete(),
                    passed ? "passes" : "fails"));
            if (passed) {
                best = new Reading(run, ratePerS, counts.messagesPerWrite(), List.of());
            } else if (ratePerS <= lowestFailure) {
                lowestFailure = ratePerS;
                doubts = Doubts.ofTheMachine(run);
            }
            return passed;
        }

        Reading conclude(double capacity) {
            return new Reading(
                    best.run(), capacity, best.messagesPerWrite(), best.run() == null ? best.doubts() : doubts);
        }
    }
}
