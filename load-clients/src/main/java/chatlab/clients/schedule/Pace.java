package chatlab.clients.schedule;

/**
 * How a rate moves over time: how many firings are due when. Counts are real numbers, because the phase that a seed draws
 * moves all firings by a part of one.
 */
interface Pace {
    /** How many firings are due before {@code ns}, in nanoseconds from the start. Never decreases over time. */
    double dueBefore(long ns);

    /** When so many firings are due, in nanoseconds from the start: the inverse of {@link #dueBefore}. */
    double dueNs(double firings);
}
