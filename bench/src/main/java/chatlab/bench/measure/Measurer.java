package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Confinement;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Limits;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures points: a server of its own for each, pinned, warm, and the client beside it; in one window, or in turns. */
public final class Measurer {
    private static final double LOWEST_PER_S = 1;
    private static final double HIGHEST_PER_S = 4e6;

    private final LoadClient client;
    private final Attempts knocking;
    private final @Nullable SpeedProbes probes;
    private final Cores cores;
    private final Pace pace;
    private final boolean noisy;
    private final Children children;
    private final StopSignal stop;
    private final Retries retries;
    private final Consumer<String> progress;
    private final Map<String, Double> found = new HashMap<>();

    /** Where the staircases of the repetition before stood, in the mean. */
    private final Map<String, Double> levels = new HashMap<>();

    /**
     * One that measures here.
     *
     * @param probes say how fast the cores are while servers take turns; null: nobody does
     * @param noisy whether points stand that something else on the machine disturbed
     */
    public Measurer(
            LoadClient client,
            Attempts knocking,
            @Nullable SpeedProbes probes,
            Cores cores,
            Pace pace,
            boolean noisy,
            Children children,
            StopSignal stop,
            Consumer<String> progress) {
        this.client = client;
        this.knocking = knocking;
        this.probes = probes;
        this.cores = cores;
        this.pace = pace;
        this.noisy = noisy;
        this.children = children;
        this.stop = stop;
        retries = new Retries(noisy, stop, progress);
        this.progress = progress;
    }

    /**
     * Measures one point. What the machine or the client did makes it void; what the server did badly is a result.
     *
     * @throws InterruptedException if the user stops
     */
    public Reading measure(ServerProgram program, Point point) throws IOException, InterruptedException {
        // A search for capacity repeats what was disturbed itself.
        return point.kind() == Point.Kind.CAPACITY
                ? retries.once(() -> attempt(program, point))
                : retries.undisturbed(() -> attempt(program, point));
    }

    /**
     * Makes a server ready to be measured in several windows, in turn with another one; empty if a point is not for that:
     * where memory counts, each measurement has a fresh server.
     */
    public Optional<Turns> inTurns(ServerProgram program, Point point) throws IOException, InterruptedException {
        boolean suits = point.limits().equals(Limits.NONE)
                && point.shape().ratePerS() > 0
                && (point.kind() == Point.Kind.LOAD || point.kind() == Point.Kind.CAPACITY);
        return suits ? Optional.of(open(program, point)) : Optional.empty();
    }

    private Turns open(ServerProgram program, Point point) throws IOException, InterruptedException {
        Server server = null;
        Turns turns = null;
        try {
            server = program.start(point.settings(), children, cores::onServerCore);
            turns = turns(server, program, point);
            return turns;
        } catch (RunFailedException | UnusableException e) {
            Reading reading = server != null && e instanceof RunFailedException failure
                    ? WarmServer.ofFailure(failure, server, 0)
                    : Reading.notMade(String.valueOf(e.getMessage()));
            return Turns.none(retries.once(() -> subject(program, reading)));
        } finally {
            if (turns == null && server != null) {
                server.close();
            }
        }
    }

    private Turns turns(Server server, ServerProgram program, Point point)
            throws RunFailedException, IOException, InterruptedException {
        Consumer<String> its = line -> progress.accept(program.name() + " " + line);
        if (point.kind() == Point.Kind.LOAD) {
            List<String> failures = warm(server, program, point.shape());
            if (!failures.isEmpty()) {
                throw new ServerFailedException("while it warmed up " + String.join("; ", failures));
            }
            Retries each = new Retries(noisy, stop, its);
            Span span = pace.turns().window();
            return new WarmServer(
                    server,
                    pace.turns().windows(),
                    () -> withSpeeds(load(server, point.shape(), span)),
                    window -> each.undisturbed(() -> subject(program, window.make())));
        }
        warm(server, program, point.shape());
        CapacityTrials trials = new CapacityTrials(client, server, point, pace.trial(), its);
        String key = key(program, point);
        Double earlier = levels.get(key);
        double start = earlier == null ? search().from(point.shape().ratePerS(), trials) : earlier;
        if (earlier == null && trials.best() == null) {
            return new WarmServer(server, 1, () -> nothingPassed(trials), retries::once);
        }
        Staircase staircase = new Staircase(start, LOWEST_PER_S, HIGHEST_PER_S);
        List<Double> tried = new ArrayList<>();
        return new WarmServer(
                server,
                pace.turns().trials(),
                () -> {
                    Reading reading = withSpeeds(step(staircase, trials));
                    if (!reading.isVoid()) {
                        tried.add(reading.capacityPerS());
                        levels.put(
                                key,
                                tried.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElse(start));
                    }
                    return reading;
                },
                window -> retries.once(() -> subject(program, window.make())));
    }

    /** A trial whose failure may not be the server's is void; a lower rate is tried at the next turn all the same. */
    private Reading step(Staircase staircase, CapacityTrials trials)
            throws RunFailedException, IOException, InterruptedException {
        double ratePerS = staircase.level();
        staircase.heed(trials.passes(ratePerS));
        List<String> disturbances = trials.disturbancesOfLast();
        return new Reading(
                trials.last(),
                ratePerS,
                trials.messagesPerWriteOfLast(),
                List.of(),
                doubted(disturbances),
                letStand(disturbances));
    }

    private Reading withSpeeds(Reading reading) throws InterruptedException {
        return probes == null ? reading : probes.within(reading);
    }

    private static Reading subject(ServerProgram program, Reading reading) {
        return program.isUnderTest() ? reading : reading.withoutSubject();
    }

    private Reading nothingPassed(CapacityTrials trials) {
        List<String> disturbances = trials.disturbances();
        return doubted(disturbances).isEmpty()
                ? Reading.failed("no rate passed")
                : Reading.notMade("no rate passed; " + String.join("; ", disturbances));
    }

    private Reading attempt(ServerProgram program, Point point) throws IOException, InterruptedException {
        try (Confinement groups = Confinement.of(point.limits());
                Server server = program.start(
                        point.settings(), children, command -> groups.around(cores.onServerCore(command)))) {
            return subject(program, measure(server, program, point, groups));
        } catch (RunFailedException | UnusableException e) {
            return Reading.notMade(String.valueOf(e.getMessage()));
        }
    }

    /** A server that is gone afterwards has failed, whichever of its connections noticed first. */
    private Reading measure(Server server, ServerProgram program, Point point, Confinement groups)
            throws RunFailedException, IOException, InterruptedException {
        try {
            return switch (point.kind()) {
                case LOAD -> load(server, point.shape(), new Span(warmUpS(program), pace.windowS()));
                case LONG_LOAD -> load(server, point.shape(), new Span(warmUpS(program), pace.longWindowS()));
                case CAPACITY -> capacity(server, program, point);
                case HALF_OF_CAPACITY -> halfOfCapacity(server, program, point);
                case ATTEMPTS -> attempts(server, program, point, false);
                case ATTEMPTS_WITHOUT_FILES -> attempts(server, program, point, true);
            };
        } catch (RunFailedException e) {
            return WarmServer.ofFailure(e, server, groups.kills());
        }
    }

    /** The capacity is that of members who all read; a point where some don't has the rate of the one before it. */
    private Reading halfOfCapacity(Server server, ServerProgram program, Point point)
            throws RunFailedException, IOException, InterruptedException {
        Shape shape = point.shape();
        Point reading = point.of(shape.withNeverReaders(0));
        Double known = shape.neverReaders() > 0 ? found.get(key(program, reading)) : null;
        if (known != null) {
            return load(server, shape.withRate(known / 2), new Span(warmUpS(program), pace.windowS()));
        }
        Reading capacity = capacity(server, program, reading);
        return capacity.isVoid() || capacity.isFailed()
                ? capacity
                : load(
                        server,
                        shape.withRate(capacity.capacityPerS() / 2),
                        new Span(pace.trial().warmUpS(), pace.windowS()));
    }

    /** Points that differ in the server's settings alone share what was found. */
    private static String key(ServerProgram program, Point point) {
        return program.name() + point.shape() + point.limits() + point.objective();
    }

    private double warmUpS(ServerProgram program) {
        return program.warmsUp() ? pace.warmUpS() : pace.trial().warmUpS();
    }

    private Reading load(Server server, Shape shape, Span span)
            throws RunFailedException, IOException, InterruptedException {
        // The first answer about metrics takes a server 4 MiB, which belong to no connection. One that is idle has a
        // clean sheet.
        Counts before = shape.ratePerS() > 0 ? server.counts(shape.messageBytes()) : new Counts(0, 0, 0);
        ClientRun run = client.run(server, shape, span);
        Counts counts = server.counts(shape.messageBytes()).since(before);
        List<String> ofTheMachine = Doubts.ofTheMachine(run);
        List<String> doubts = new ArrayList<>(Doubts.ofTheYardstick(counts));
        doubts.addAll(doubted(ofTheMachine));
        return new Reading(
                run, Double.NaN, counts.messagesPerWrite(), Failures.of(run), doubts, letStand(ofTheMachine));
    }

    private Reading attempts(Server server, ServerProgram program, Point point, boolean inFiles)
            throws RunFailedException, IOException, InterruptedException {
        AttemptsRun run = knocking.run(server, point.shape(), inFiles, new Span(warmUpS(program), pace.longWindowS()));
        List<String> ofTheMachine = Doubts.ofTheMachine(run);
        return new Reading(
                run, Double.NaN, Double.NaN, Failures.of(run), doubted(ofTheMachine), letStand(ofTheMachine));
    }

    private Reading capacity(Server server, ServerProgram program, Point point)
            throws RunFailedException, IOException, InterruptedException {
        Shape shape = point.shape();
        warm(server, program, shape);
        CapacityTrials trials = new CapacityTrials(client, server, point, pace.trial(), progress);
        String key = key(program, point);
        Double earlier = found.get(key);
        double capacity = earlier == null ? search().from(shape.ratePerS(), trials) : search().near(earlier, trials);
        ClientRun best = trials.best();
        List<String> disturbances = trials.disturbances();
        if (best == null) {
            return nothingPassed(trials);
        }
        found.put(key, capacity);
        return new Reading(
                best, capacity, trials.messagesPerWrite(), List.of(), doubted(disturbances), letStand(disturbances));
    }

    /** Answers what the server did badly meanwhile. */
    private List<String> warm(Server server, ServerProgram program, Shape shape)
            throws RunFailedException, IOException, InterruptedException {
        return program.warmsUp()
                ? Failures.of(client.run(
                        server, shape, new Span(pace.warmUpS(), pace.trial().windowS())))
                : List.of();
    }

    private static CapacitySearch search() {
        return new CapacitySearch(LOWEST_PER_S, HIGHEST_PER_S);
    }

    private List<String> doubted(List<String> disturbances) {
        return noisy ? List.of() : disturbances;
    }

    private List<String> letStand(List<String> disturbances) {
        return noisy ? disturbances : List.of();
    }
}
