package chatlab.clients.schedule;

/**
 * One event loop's part of a sequence of fire times, in an open model: it depends on nothing that the server does. Times
 * are in nanoseconds from the sequence's start and never go back. Confined to its loop.
 */
public interface Schedule {
    /** What {@link #nextNs} answers when there is nothing left. */
    long OVER = Long.MAX_VALUE;

    /** When to fire next, in nanoseconds from the start, or {@link #OVER}. */
    long nextNs();

    /** Who fires then; moves on to the next fire time. Only while {@link #nextNs} is not {@link #OVER}. */
    int take();
}
