package chatlab.bench.scenario;

import chatlab.bench.generator.GeneratorRun;
import chatlab.bench.measure.AttemptsRun;
import chatlab.bench.measure.ClientRun;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Run;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One repetition of a scenario. Of what was measured in several windows, in turn with another build, a figure is the mean, which
 * hides no window; at least half of them have to stand.
 */
public final class Readings {
    private final Map<String, List<Reading>> byKey;
    private final Consumer<String> asked;

    /** @param byKey what was measured, once each, by the keys of the cases */
    public Readings(Map<String, Reading> byKey) {
        this(
                byKey.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
                key -> {});
    }

    private Readings(Map<String, List<Reading>> byKey, Consumer<String> asked) {
        this.byKey = Map.copyOf(byKey);
        this.asked = asked;
    }

    /**
     * What was measured window by window.
     *
     * @param byKey by the keys of the cases; once, or once for each turn
     */
    public static Readings inTurns(Map<String, List<Reading>> byKey) {
        return new Readings(byKey, key -> {});
    }

    /** Each window by itself; what was measured once stands in all of them. */
    public List<Readings> turns() {
        int most = byKey.values().stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, most).mapToObj(this::turn).toList();
    }

    private Readings turn(int index) {
        Map<String, Reading> one = new HashMap<>();
        byKey.forEach((key, readings) -> {
            if (readings.size() == 1 || index < readings.size()) {
                one.put(key, readings.get(readings.size() == 1 ? 0 : index));
            }
        });
        return new Readings(one);
    }

    /** Whether a window of this and one of another build's, of which a value is made, saw the same machine. */
    public boolean agreeFor(Value value, Readings other) {
        return keys(value).stream()
                .allMatch(key -> byKey.getOrDefault(key, List.of()).stream()
                        .allMatch(mine -> other.byKey.getOrDefault(key, List.of()).stream()
                                .allMatch(its -> mine.speeds().agreeWith(its.speeds()))));
    }

    private Set<String> keys(Value value) {
        Set<String> keys = new LinkedHashSet<>();
        value.of(new Readings(byKey, keys::add));
        return keys;
    }

    /** Whether the server failed in a point that the value is made of. */
    public boolean anyFailedFor(Value value) {
        return keys(value).stream()
                .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
                .anyMatch(Reading::isFailed);
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
        return mean(
                key,
                reading ->
                        kind.isInstance(reading.run()) ? figure.applyAsDouble(kind.cast(reading.run())) : Double.NaN);
    }

    /** NaN if there is none, or it is void. */
    double capacityPerS(String key) {
        return mean(key, Reading::capacityPerS);
    }

    /** NaN if the server does not count them, or the point is void. */
    public double messagesPerWrite(@Nullable String key) {
        return key == null ? Double.NaN : mean(key, Reading::messagesPerWrite);
    }

    private double mean(String key, ToDoubleFunction<Reading> figure) {
        asked.accept(key);
        List<Reading> readings = byKey.getOrDefault(key, List.of());
        double[] standing = readings.stream()
                .filter(reading -> !reading.isVoid())
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        return 2 * standing.length < readings.size()
                ? Double.NaN
                : DoubleStream.of(standing).average().orElse(Double.NaN);
    }
}
