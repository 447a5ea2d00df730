package chatlab.bench.scenario;

/**
 * One point of a scenario.
 *
 * @param key its name within the scenario
 * @param side whom it is measured of
 * @param <P> what can be measured
 */
public record Case<P>(String key, Side side, P point) {
    /** Whose it is. */
    public enum Side {
        YARDSTICK,
        CHATLAB
    }

    static <P> Case<P> yardstick(String key, P point) {
        return new Case<>(key, Side.YARDSTICK, point);
    }

    static <P> Case<P> chatlab(String key, P point) {
        return new Case<>(key, Side.CHATLAB, point);
    }
}
