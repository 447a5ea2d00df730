package chatlab.bench.measure;

/**
 * How long one run of the client takes.
 *
 * @param warmUpS load that is not looked at
 * @param windowS load that is measured
 */
public record Span(double warmUpS, double windowS) {}
