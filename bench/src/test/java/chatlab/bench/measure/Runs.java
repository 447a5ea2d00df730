package chatlab.bench.measure;

import chatlab.bench.generator.GeneratorRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Client runs for tests: a good one, and ways to spoil it. */
public final class Runs {
    private Runs() {}

    /** 1,000 deliveries a second on half a core each, p99 5 ms. */
    public static ClientRun good() {
        return of(0.5, 0.5, 5.0);
    }

    public static ClientRun withRss(double mib) {
        return run(0.5, 0.5, 5.0, mib, 0);
    }

    public static ClientRun withUnaccounted(long count) {
        return run(0.5, 0.5, 5.0, 40, count);
    }

    public static ClientRun of(double serverCores, double clientCores, @Nullable Double p99Ms) {
        return run(serverCores, clientCores, p99Ms, 40, 0);
    }

    /** Attempts, of 1,000 a second, at a server that uses 0.04 of its core. */
    public static AttemptsRun attempts(double perS, double steal, long served) {
        return new AttemptsRun(
                1_000, perS, 20_000, 20_000 - served, served, 0, 0, 25, 30, 0, 0.04, 0.1, 0.05, steal, 0.1, 0);
    }

    /** A generator that does well at 5,000 messages a second. */
    public static GeneratorRun generator() {
        return new GeneratorRun(
                5_000, 5_000, 5_000_000, 0.1, 40_000_000, 40_000_000, 0.5, 100, 120, 0.5, 0, List.of(), List.of());
    }

    /** One whose window lies there, on the machine's clock. */
    static ClientRun sending(double perS, double fromS, double toS, long neverReadersClosed) {
        return sending(perS, fromS, toS, 0, neverReadersClosed);
    }

    static ClientRun sending(double perS, double fromS, double toS, long closed, long neverReadersClosed) {
        return new ClientRun(
                perS,
                perS,
                perS,
                128,
                1_000,
                1_000,
                0,
                1.0,
                1.0,
                1.0,
                1.0,
                0.1,
                0.5,
                0.5,
                0.5,
                0,
                0.5,
                0,
                40,
                50,
                1.0,
                closed,
                neverReadersClosed,
                0,
                fromS,
                toS,
                0,
                0,
                0,
                0);
    }

    private static ClientRun run(
            double serverCores, double clientCores, @Nullable Double p99Ms, double rssMiB, long unaccounted) {
        return new ClientRun(
                100,
                100,
                1_000,
                128,
                1_000,
                p99Ms == null ? 900 : 1_000,
                0,
                1.0,
                p99Ms,
                p99Ms,
                p99Ms,
                0.1,
                serverCores,
                clientCores,
                serverCores,
                0,
                clientCores,
                0,
                rssMiB,
                50,
                2.0,
                0,
                0,
                0,
                100,
                108,
                1_000,
                600,
                400,
                unaccounted);
    }
}
