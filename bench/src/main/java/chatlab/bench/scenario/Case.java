package chatlab.bench.scenario;

import chatlab.bench.measure.Point;

/**
 * One point of a scenario.
 *
 * @param key its name within the scenario
 * @param side which server it is measured of
 */
public record Case(String key, Side side, Point point) {
    /** Whose server. */
    public enum Side {
        YARDSTICK,
        CHATLAB
    }

    static Case yardstick(String key, Point point) {
        return new Case(key, Side.YARDSTICK, point);
    }

    static Case chatlab(String key, Point point) {
        return new Case(key, Side.CHATLAB, point);
    }
}
