package chatlab.lab.selftest;

import java.util.List;

/**
 * What was found out about one thing.
 *
 * @param name one word
 * @param about what was done, as a sentence's end
 * @param figures theory beside measurement
 */
public record Check(String name, String about, List<Figure> figures) {
    /**
     * A figure that theory knows.
     *
     * @param tolerance by which share of the theory's it may be off
     */
    public record Figure(String name, String unit, double theory, double measured, double tolerance) {
        /** One that has to be right to the last digit. */
        public static Figure exact(String name, long theory, double measured) {
            return new Figure(name, "", (double) theory, measured, 0);
        }

        /** By which share of the theory's the measurement is off. */
        public double off() {
            return theory == measured ? 0 : Math.abs(measured - theory) / Math.abs(theory);
        }

        /** Whether the measurement is what theory says. A measurement that is none, NaN, never is. */
        public boolean isRight() {
            return off() <= tolerance;
        }
    }

    /** What was measured of one of the figures; NaN if there is none of that name. */
    double measured(String figure) {
        return figures.stream()
                .filter(each -> each.name().equals(figure))
                .mapToDouble(Figure::measured)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Whether all figures are what theory says. */
    public boolean passes() {
        return figures.stream().allMatch(Figure::isRight);
    }
}
