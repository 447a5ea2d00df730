package chatlab.bench.scenario;

import chatlab.bench.measure.ClientRun;
import chatlab.bench.measure.Reading;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One repetition of a scenario.
 *
 * @param byKey what was measured, by the keys of the cases
 */
public record Readings(Map<String, Reading> byKey) {
    public Readings {
        byKey = Map.copyOf(byKey);
    }

    /** NaN if there is none, or it is void. */
    double run(String key, ToDoubleFunction<ClientRun> figure) {
        Reading reading = standing(key);
        ClientRun run = reading == null ? null : reading.run();
        return run == null ? Double.NaN : figure.applyAsDouble(run);
    }

    /** NaN if there is none, or it is void. */
    double capacityPerS(String key) {
        Reading reading = standing(key);
        return reading == null ? Double.NaN : reading.capacityPerS();
    }

    /** NaN if the server does not count them, or the point is void. */
    public double messagesPerWrite(@Nullable String key) {
        Reading reading = key == null ? null : standing(key);
        return reading == null ? Double.NaN : reading.messagesPerWrite();
    }

    private @Nullable Reading standing(String key) {
        Reading reading = byKey.get(key);
        return reading == null || reading.isVoid() ? null : reading;
    }
}
