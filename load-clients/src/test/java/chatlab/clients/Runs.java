package chatlab.clients;

import chatlab.generator.summary.Summary;
import chatlab.process.Cgroup;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Runs of the load clients inside the test's process: short ones, unless a test says otherwise. */
final class Runs {
    private Runs() {}

    /** @param settings names and values in turn, before the short defaults */
    static Summary run(TestServer server, String... settings) throws InterruptedException {
        return run(server.target(), settings);
    }

    static Summary run(String target, String... settings) throws InterruptedException {
        LoadConfig config = LoadConfig.read(Settings.of(environment(target, settings)));
        try (LoadRun run = new LoadRun(config, new StopSignal(), Cgroup.ofThisProcess())) {
            return Objects.requireNonNull(run.execute()).summary();
        }
    }

    static Map<String, String> environment(String target, String... settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TARGET", target,
                "CLIENTS", "10",
                "TALKERS", "2",
                "RATE", "200",
                "WARMUP", "100ms",
                "DURATION", "500ms",
                "DRAIN", "2s",
                "CONNECT_RATE", "1000",
                "ADMIN_PORT", "off",
                "EVENT_LOOPS", "2"));
        environment.put("MAX_SEND_LAG", "1m"); // a test machine may be busy with other things
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return environment;
    }
}
