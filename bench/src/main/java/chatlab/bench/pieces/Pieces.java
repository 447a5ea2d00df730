package chatlab.bench.pieces;

import java.nio.file.Path;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package, each in virtual machines set up like the server's. */
public final class Pieces {
    private Pieces() {}

    /**
     * Prints what JMH has to say, allocation included.
     *
     * @param which a regular expression for their names
     * @param jvmOptions a file of them
     * @param quick a look, not a measurement
     * @return how many results there are
     */
    public static int run(String which, Path jvmOptions, boolean quick) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Pieces.class.getPackageName() + ".*" + which)
                .jvmArgs("@" + jvmOptions)
                .addProfiler(GCProfiler.class)
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.seconds(1));
        return new Runner(options.build()).run().size();
    }
}
