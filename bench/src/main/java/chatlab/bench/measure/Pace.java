package chatlab.bench.measure;

/**
 * How long things take.
 *
 * @param warmUpS of a virtual machine, at load; what is compiled ahead of time is warm at once
 * @param windowS what is measured, for either
 * @param trial one rate of a search for capacity, with a server that is warm
 * @param longWindowS of the figures that need time to show, such as memory that grows
 * @param turns of builds that are compared
 */
public record Pace(double warmUpS, double windowS, Span trial, double longWindowS, InTurns turns) {
    /**
     * Of servers that stay warm while they are measured in turn: machines change within half a minute, and a pair of
     * windows that lie seconds apart sees the same machine.
     *
     * @param windows of each server; odd, so that one of them is the median
     * @param window of a load
     * @param trials of each server's capacity
     */
    public record InTurns(int windows, Span window, int trials) {}

    public static final Pace FULL = new Pace(10, 8, new Span(2, 4), 20, new InTurns(5, new Span(0.5, 3), 7));
    public static final Pace QUICK = new Pace(4, 3, new Span(1, 2), 6, new InTurns(3, new Span(0.5, 1), 3));
}
