package chatlab.lab.replay;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Latency;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A figure that a repeat is compared by. All are positive, and disturbed by factors, so that their logarithms are compared. */
enum Measure {
    DELIVERIES("deliveries/s", Figures::deliveriesPerSecond),
    P50("p50, ms", figures -> millis(figures.latency(), figures.latency().p50())),
    P99("p99, ms", figures -> millis(figures.latency(), figures.latency().p99())),
    SERVER_CPU("server CPU, cores", figures -> figures.server().cpuCores());

    private final String label;
    private final Function<Figures, @Nullable Double> value;

    Measure(String label, Function<Figures, @Nullable Double> value) {
        this.label = label;
        this.value = value;
    }

    /** For people, with its unit. */
    String label() {
        return label;
    }

    /** Empty if it is unknown; infinite if so much never came. */
    OptionalDouble of(Figures figures) {
        @Nullable Double number = value.apply(figures);
        return number != null && number > 0 ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** A value for people, with three digits at least. */
    static String text(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static @Nullable Double millis(Latency latency, @Nullable Long ns) {
        if (ns != null) {
            return ns / 1e6;
        }
        return latency.missing() > 0 ? Double.POSITIVE_INFINITY : null;
    }
}
