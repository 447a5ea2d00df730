package chatlab.bench.generator;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Confinement;
import chatlab.bench.machine.Cores;
import chatlab.bench.measure.Manners;
import chatlab.bench.measure.Pace;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Retries;
import chatlab.bench.measure.RunFailedException;
import chatlab.bench.measure.Span;
import chatlab.bench.measure.YardstickProgram;
import chatlab.bench.measure.YardstickServer;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures generators: a yardstick server of its own for each point, the generator on the other core. */
public final class GeneratorMeasurer {
    private static final long LOOK_MILLIS = 100;

    /** Connecting, and a virtual machine that hardly gets to run. */
    private static final double MOST_BESIDE_S = 180;

    /** Wants all of a core; the kernel ends it by itself after some minutes of that, whatever becomes of this process. */
    private static final List<String> SPINNING = List.of("sh", "-c", "ulimit -t 300; while :; do :; done");

    private final YardstickProgram yardstick;
    private final Cores cores;
    private final Pace pace;
    private final boolean noisy;
    private final Children children;
    private final Retries retries;

    /** @param noisy whether points stand that something else on the machine disturbed */
    public GeneratorMeasurer(
            YardstickProgram yardstick, Cores cores, Pace pace, boolean noisy, Children children, Retries retries) {
        this.yardstick = yardstick;
        this.cores = cores;
        this.pace = pace;
        this.noisy = noisy;
        this.children = children;
        this.retries = retries;
    }

    /**
     * Measures one point. What the machine or the server did makes it void; what the generator did badly is a result.
     *
     * @throws InterruptedException if the user stops
     */
    public Reading measure(Generator generator, Load load) throws IOException, InterruptedException {
        return retries.undisturbed(() -> attempt(generator, load));
    }

    private Reading attempt(Generator generator, Load load) throws IOException, InterruptedException {
        List<Process> neighbours = new ArrayList<>();
        Span span = new Span(generator.warmsUp() ? pace.warmUpS() : pace.trial().warmUpS(), pace.windowS());
        try (Confinement groups = Confinement.of(load.hardship().limits());
                YardstickServer server = yardstick.start(load.server(), children, cores::onServerCore)) {
            for (int i = 0; i < load.hardship().neighbours(); i++) {
                neighbours.add(children.start(new ProcessBuilder(cores.onClientCore(SPINNING))));
            }
            Reading reading = measure(generator, load, span, server, groups);
            return generator.isUnderTest() ? reading : reading.withoutSubject();
        } catch (RunFailedException | UnusableException e) {
            return Reading.notMade(String.valueOf(e.getMessage()));
        } finally {
            neighbours.forEach(Children::end);
        }
    }

    private Reading measure(Generator generator, Load load, Span span, YardstickServer server, Confinement groups)
            throws RunFailedException, IOException, InterruptedException {
        boolean hard = load.hardship().any();
        try (Generator.Session session = generator.start(
                load,
                server.port(),
                span,
                builder -> children.start(builder.command(groups.around(cores.onClientCore(builder.command())))))) {
            Observation observation = watch(session.process(), span);
            Account account = session.account();
            GeneratorRun run = GeneratorRun.of(load, account, observation.between(account.fromNs(), account.toNs()));
            return new Reading(
                    run,
                    Double.NaN,
                    server.counts(Load.MESSAGE_BYTES).messagesPerWrite(),
                    // Who is kept from it does nothing well, and is asked only what it says of that.
                    hard ? List.of() : failures(load, span, run, server),
                    noisy ? List.of() : run.disturbances(),
                    noisy ? run.disturbances() : List.of());
        } catch (RunFailedException e) {
            if (hard && generator.isUnderTest()) {
                return Reading.failed(e.getMessage()); // it gave up instead of saying what it thinks of its measurement
            }
            throw e;
        }
    }

    private static List<String> failures(Load load, Span span, GeneratorRun run, YardstickServer server)
            throws RunFailedException, InterruptedException {
        List<String> failures = new ArrayList<>(run.failures(load));
        double lostBytes = server.counts(Load.MESSAGE_BYTES).lostBytes();
        if (lostBytes > 0) {
            failures.add(String.format(Locale.ROOT, "it read so slowly that the server lost %,.0f bytes", lostBytes));
        }
        double arrived = server.bytesIn() / Load.MESSAGE_BYTES;
        double said = run.sentPerS() * span.windowS();
        if (load.server() == Manners.SWALLOWS && arrived < said) {
            failures.add(String.format(
                    Locale.ROOT, "only %,.0f of the %,.0f messages that it says to have sent arrived", arrived, said));
        }
        return failures;
    }

    private Observation watch(Process process, Span span) throws RunFailedException, InterruptedException {
        Observation observation = new Observation(process.pid(), cores.client());
        long endNs = System.nanoTime() + Math.round((span.warmUpS() + span.windowS() + MOST_BESIDE_S) * 1e9);
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - endNs >= 0) {
                throw new RunFailedException("the generator did not come to its end");
            }
            observation.look();
        }
        return observation;
    }
}
