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

/** Measures points: a server of its own for each, pinned, warm, and the client beside it. */
public final class Measurer {
    private static final double LOWEST_PER_S = 1;
    private static final double HIGHEST_PER_S = 4e6;

    private final LoadClient client;
    private final Attempts knocking;
    private final Cores cores;
    private final Pace pace;
    private final boolean noisy;
    private final Children children;
    private final Retries retries;
    private final Consumer<String> progress;
    private final Map<String, Double> found = new HashMap<>();

    /** @param noisy whether points stand that something else on the machine disturbed */
    public Measurer(
            LoadClient client,
            Attempts knocking,
            Cores cores,
            Pace pace,
            boolean noisy,
            Children children,
            StopSignal stop,
            Consumer<String> progress) {
        this.client = client;
        this.knocking = knocking;
        this.cores = cores;
        this.pace = pace;
        this.noisy = noisy;
        this.children = children;
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
        Server server;
        try {
            server = program.start(point.settings(), children, cores::onServerCore);
        } catch (RunFailedException | UnusableException e) {
            return Turns.none(Reading.notMade(String.valueOf(e.getMessage())));
        }
        boolean ready = false;
        try {
            Turns turns = turns(server, program, point);
            ready = true;
            return turns;
        } catch (RunFailedException e) {
            Reading reading = WarmServer.ofFailure(e, server, 0);
            return Turns.none(retries.once(() -> reading));
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private Turns turns(Server server, ServerProgram program, Point point)
            throws RunFailedException, IOException, InterruptedException {
        warm(server, program, point.shape());
        if (point.kind() == Point.Kind.LOAD) {
            return new WarmServer(
                    server,
                    retries,
                    pace.turns().windows(),
                    () -> load(server, point.shape(), pace.turns().window()));
        }
        CapacityTrials trials = new CapacityTrials(
                client, server, point, pace.trial(), line -> progress.accept(program.name() + " " + line));
        String key = key(program, point);
        Double earlier = found.get(key);
        double start = earlier == null ? search().from(point.shape().ratePerS(), trials) : earlier;
        if (start == 0) {
            throw new ServerFailedException("no rate passed");
        }
        Staircase staircase = new Staircase(start, LOWEST_PER_S, HIGHEST_PER_S);
        return new WarmServer(server, retries, pace.turns().trials(), () -> step(staircase, trials, key));
    }

    /** A trial whose failure may not be the server's is void, and tried again at the next turn. */
    private Reading step(Staircase staircase, CapacityTrials trials, String key)
            throws RunFailedException, IOException, InterruptedException {
        double ratePerS = staircase.level();
        boolean passed = trials.passes(ratePerS);
        List<String> disturbances = trials.disturbancesOfLast();
        if (doubted(disturbances).isEmpty()) {
            staircase.heed(passed);
            found.put(key, staircase.level());
        }
        return new Reading(
                trials.last(),
                ratePerS,
                trials.messagesPerWrite(),
                List.of(),
                doubted(disturbances),
                letStand(disturbances));
    }

    private Reading attempt(ServerProgram program, Point point) throws IOException, InterruptedException {
        try (Confinement groups = Confinement.of(point.limits());
                Server server = program.start(
                        point.settings(), children, command -> groups.around(cores.onServerCore(command)))) {
            Reading reading = measure(server, program, point, groups);
            return program.isUnderTest() ? reading : reading.withoutSubject();
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
            return doubted(disturbances).isEmpty()
                    ? Reading.failed("no rate passed")
                    : Reading.notMade("no rate passed; " + String.join("; ", disturbances));
        }
        found.put(key, capacity);
        return new Reading(
                best, capacity, trials.messagesPerWrite(), List.of(), doubted(disturbances), letStand(disturbances));
    }

    private void warm(Server server, ServerProgram program, Shape shape)
            throws RunFailedException, IOException, InterruptedException {
        if (program.warmsUp()) {
            client.run(server, shape, new Span(pace.warmUpS(), pace.trial().windowS()));
        }
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
