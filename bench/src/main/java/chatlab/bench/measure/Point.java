package chatlab.bench.measure;

import chatlab.bench.machine.Limits;

/**
 * What is to be measured of one server.
 *
 * @param shape the load; of a capacity, the rate to begin at
 * @param limits what the server may use beside its core
 */
public record Point(Kind kind, Shape shape, ServerProgram.Settings settings, Limits limits, Objective objective) {
    /** What is done with the load. */
    public enum Kind {
        /** It is applied as it is. */
        LOAD,
        /** For as long as it takes memory to show. */
        LONG_LOAD,
        /** The highest rate is looked for that keeps the objective. */
        CAPACITY,
        /** That rate is looked for, then half of it applied. */
        HALF_OF_CAPACITY,
        /** Members take all connections there may be, and others knock at the rate of messages. */
        ATTEMPTS,
        /** Likewise all files that the server may open. */
        ATTEMPTS_WITHOUT_FILES
    }

    private static final Objective NO_OBJECTIVE = new Objective(Double.POSITIVE_INFINITY);

    public static Point load(Shape shape, ServerProgram.Settings settings) {
        return new Point(Kind.LOAD, shape, settings, Limits.NONE, NO_OBJECTIVE);
    }

    public static Point longLoad(Shape shape, ServerProgram.Settings settings) {
        return new Point(Kind.LONG_LOAD, shape, settings, Limits.NONE, NO_OBJECTIVE);
    }

    public static Point capacity(Shape shape, ServerProgram.Settings settings, double mostP99Ms) {
        return new Point(Kind.CAPACITY, shape, settings, Limits.NONE, new Objective(mostP99Ms));
    }

    public static Point attempts(Shape shape, ServerProgram.Settings settings) {
        return new Point(Kind.ATTEMPTS, shape, settings, Limits.NONE, NO_OBJECTIVE);
    }

    public static Point attemptsWithoutFiles(Shape shape, ServerProgram.Settings settings) {
        return new Point(Kind.ATTEMPTS_WITHOUT_FILES, shape, settings, Limits.NONE, NO_OBJECTIVE);
    }

    public Point halved() {
        return new Point(Kind.HALF_OF_CAPACITY, shape, settings, limits, objective);
    }

    Point of(Shape newShape) {
        return new Point(kind, newShape, settings, limits, objective);
    }

    public Point within(Limits newLimits) {
        return new Point(kind, shape, settings, newLimits, objective);
    }
}
