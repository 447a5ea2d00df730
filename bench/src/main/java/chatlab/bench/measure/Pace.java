package chatlab.bench.measure;

/**
 * How long things take.
 *
 * @param warmUpS of a virtual machine, at load; what is compiled ahead of time is warm at once
 * @param windowS what is measured, for either
 * @param trial one rate of a search for capacity, with a server that is warm
 * @param longWindowS of the figures that need time to show, such as memory that grows
 */
public record Pace(double warmUpS, double windowS, Span trial, double longWindowS) {
    public static final Pace FULL = new Pace(10, 8, new Span(2, 4), 20);
    public static final Pace QUICK = new Pace(4, 3, new Span(1, 2), 6);
}
