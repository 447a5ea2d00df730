package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Confinement;
import chatlab.bench.machine.Cores;
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
            Optional<String> end = server.end();
            if (end.isPresent()) {
                return Reading.failed(
                        groups.kills() > 0 ? "the kernel killed the server for want of memory" : end.get());
            }
            if (e instanceof ServerFailedException) {
                return Reading.failed(e.getMessage());
            }
            throw e;
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
        if (program.warmsUp()) {
            client.run(server, shape, new Span(pace.warmUpS(), pace.trial().windowS()));
        }
        CapacityTrials trials = new CapacityTrials(client, server, point, pace.trial(), progress);
        CapacitySearch search = new CapacitySearch(LOWEST_PER_S, HIGHEST_PER_S);
        String key = key(program, point);
        Double earlier = found.get(key);
        double capacity = earlier == null ? search.from(shape.ratePerS(), trials) : search.near(earlier, trials);
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

    private List<String> doubted(List<String> disturbances) {
        return noisy ? List.of() : disturbances;
    }

    private List<String> letStand(List<String> disturbances) {
        return noisy ? disturbances : List.of();
    }
}
