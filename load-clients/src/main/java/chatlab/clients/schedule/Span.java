package chatlab.clients.schedule;

/**
 * How long a schedule lasts. Times in nanoseconds from its start.
 *
 * @param windowNs when the measured window begins
 * @param endNs when it ends; every fire time is before it
 */
public record Span(long windowNs, long endNs) {}
