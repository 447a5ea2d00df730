package chatlab.lab.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One plot, ready to be drawn: the SVG writer and the page's script draw the same places. Values are in the unit of the y
 * axis; null is "never came", which is drawn at the top edge.
 *
 * @param id file name without its ending
 * @param unit the y axis' label, with its unit
 * @param words whether the places along x are words: then nothing lies between them, and no line joins them
 * @param x the places along x that were tried
 * @param series what was measured
 * @param lines what it is compared with, dashed
 */
record Plot(
        String id,
        String title,
        String unit,
        boolean log,
        String xLabel,
        boolean words,
        List<Tick> x,
        double yMin,
        double yMax,
        List<Tick> y,
        List<Series> series,
        List<Line> lines) {

    /** A labelled place on an axis; along x the place is linear whatever the values are. */
    record Tick(double at, String label) {}

    /**
     * One line of measurements.
     *
     * @param colour counts from 0 and is the same in every plot of a report
     * @param width of the line; where series coincide those drawn first are wider, so that all can be seen
     */
    record Series(int colour, String label, double width, List<Point> points) {
        static final double WIDTH = 2;
        private static final double WIDER = 2.4;
        private static final double WIDEST = 11.6;

        /** How much larger than usual the markers are. */
        static double markerScale(double width) {
            return 1 + (width - WIDTH) * 0.14;
        }

        /** The width of one that this one is drawn over. */
        double under() {
            return Math.min(width + WIDER, WIDEST);
        }
    }

    /**
     * The repetitions that can be trusted at one place.
     *
     * @param index of the place in {@link Plot#x}
     * @param text the median for people, with its unit
     */
    record Point(
            int index,
            @Nullable Double low,
            @Nullable Double median,
            @Nullable Double high,
            String text) {}

    /**
     * A dashed reference.
     *
     * @param colour of the series it belongs to, -1 if it belongs to all
     * @param values one per place along x; null where there is none
     * @param level whether it is one level, drawn from edge to edge with its label on it
     */
    record Line(int colour, String label, List<@Nullable Double> values, boolean level) {}
}
