package chatlab.bench.scenario;

import chatlab.bench.generator.GeneratorRun;
import chatlab.bench.measure.AttemptsRun;
import chatlab.bench.measure.ClientRun;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Run;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One repetition of a scenario. */
public final class Readings {
    private final Map<String, Reading> byKey;
    private final Consumer<String> asked;

    /** @param byKey what was measured, by the keys of the cases */
    public Readings(Map<String, Reading> byKey) {
        this(byKey, key -> {});
    }

    private Readings(Map<String, Reading> byKey, Consumer<String> asked) {
        this.byKey = Map.copyOf(byKey);
        this.asked = asked;
    }

    /** Whether the server failed in a point that the value is made of. */
    public boolean anyFailedFor(Value value) {
        Set<String> keys = new LinkedHashSet<>();
        value.of(new Readings(byKey, keys::add));
        return keys.stream().map(byKey::get).anyMatch(reading -> reading != null && reading.isFailed());
    }

    /** NaN if there is none, or it is void. */
    double run(String key, ToDoubleFunction<ClientRun> figure) {
        return of(key, ClientRun.class, figure);
    }

    /** NaN if nobody knocked, or the point is void. */
    double attempts(String key, ToDoubleFunction<AttemptsRun> figure) {
        return of(key, AttemptsRun.class, figure);
    }

    /** NaN if it was no generator that was measured, or the point is void. */
    double generator(String key, ToDoubleFunction<GeneratorRun> figure) {
        return of(key, GeneratorRun.class, figure);
    }

    private <R extends Run> double of(String key, Class<R> kind, ToDoubleFunction<R> figure) {
        Reading reading = standing(key);
        return reading != null && kind.isInstance(reading.run())
                ? figure.applyAsDouble(kind.cast(reading.run()))
                : Double.NaN;
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
        asked.accept(key);
        Reading reading = byKey.get(key);
        return reading == null || reading.isVoid() ? null : reading;
    }
}
