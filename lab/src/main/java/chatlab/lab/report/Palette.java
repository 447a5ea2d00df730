package chatlab.lab.report;

/** Series colours, {@code .c0} to {@code .c6} of {@code plot.css}: after Okabe and Ito, so that colour-blind readers can tell them apart. */
final class Palette {
    private static final int COLOURS = 7;

    private Palette() {}

    static int colour(int series) {
        return series % COLOURS;
    }
}
