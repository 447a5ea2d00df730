package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Something that can be started and then be loaded. */
public sealed interface ServerProgram permits YardstickProgram, ChatlabProgram {
    /** In the table. */
    String name();

    /** Whether it gets faster while it runs, and has to be warm before it is measured. */
    boolean warmsUp();

    /** Whether what it does badly is a result; of a mere yardstick it only makes points void. */
    boolean isUnderTest();

    /**
     * Starts it.
     *
     * @param settings what the scenario asks of it
     * @param around puts a command onto its core and under its limits
     * @throws RunFailedException if it ended before it could be loaded
     */
    Server start(Settings settings, Children children, UnaryOperator<List<String>> around)
            throws IOException, RunFailedException;

    /**
     * What a scenario asks of a server; each program takes what concerns it.
     *
     * @param environment of a chatlab server
     * @param jvmOptions of a chatlab server, beside its usual ones
     * @param pauseUs of the yardstick: between two sweeps
     * @param most of the yardstick: connections
     */
    record Settings(Map<String, String> environment, List<String> jvmOptions, int pauseUs, int most) {
        public static final Settings NONE = new Settings(Map.of(), List.of(), 0, Integer.MAX_VALUE);

        public Settings {
            environment = Map.copyOf(environment);
            jvmOptions = List.copyOf(jvmOptions);
        }

        public static Settings environment(String name, String value) {
            return new Settings(Map.of(name, value), List.of(), 0, Integer.MAX_VALUE);
        }

        public static Settings pauseUs(int pauseUs) {
            return new Settings(Map.of(), List.of(), pauseUs, Integer.MAX_VALUE);
        }

        /** For so many connections, either of them. */
        public static Settings most(int connections) {
            return new Settings(Map.of("MAX_CONNECTIONS", String.valueOf(connections)), List.of(), 0, connections);
        }
    }
}
