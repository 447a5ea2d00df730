package chatlab.bench;

import chatlab.bench.machine.Cores;
import chatlab.bench.measure.Pace;
import chatlab.process.SettingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the user can choose of every measurement by scenarios. */
final class BenchOptions {
    private static final int USUAL_REPETITIONS = 5;
    private static final int QUICK_REPETITIONS = 1;
    private static final int MOST_REPETITIONS = 100;

    @Option(names = "--list", description = "Say what the scenarios are, and measure nothing.")
    private boolean list;

    @Option(names = "--scenarios", paramLabel = "NUMBER,NAME,…", description = "Numbers or names; all unless said.")
    private @Nullable String scenarios;

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each point is measured; 5 unless said.")
    private @Nullable Integer repetitions;

    @Option(names = "--quick", description = "Short windows and one repetition: a look, not a measurement.")
    private boolean quick;

    @Option(
            names = "--noisy",
            description = "Let points stand that other processes disturbed, and name them: for a shared machine.")
    private boolean noisy;

    @Option(names = "--gate", description = "End with 3 if a goal was missed or is void.")
    private boolean gate;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all points and figures there, too.")
    private @Nullable Path json;

    @Option(
            names = "--cores",
            paramLabel = "S,C",
            description = "The server's core and the client's; ${DEFAULT-VALUE} unless said.")
    private String cores = "0,1";

    @Option(
            names = "--no-yardstick",
            description = "Leave it out: for comparing a build with its baseline in less time.")
    private boolean noYardstick;

    /** Whether the yardstick is measured, too. */
    boolean withYardstick() {
        return !noYardstick;
    }

    boolean list() {
        return list;
    }

    /** Null: all of them. */
    @Nullable
    String scenarios() {
        return scenarios;
    }

    boolean quick() {
        return quick;
    }

    Pace pace() {
        return quick ? Pace.QUICK : Pace.FULL;
    }

    boolean noisy() {
        return noisy;
    }

    boolean gate() {
        return gate;
    }

    /** Null: nowhere. */
    @Nullable
    Path json() {
        return json;
    }

    /** @throws SettingException if it is out of bounds */
    int repetitions() {
        int times = repetitions == null ? (quick ? QUICK_REPETITIONS : USUAL_REPETITIONS) : repetitions;
        Bounds.require("--repetitions", times, 1, MOST_REPETITIONS);
        return times;
    }

    /** @throws SettingException if they are not two */
    Cores cores() {
        return Cores.parse(cores);
    }
}
