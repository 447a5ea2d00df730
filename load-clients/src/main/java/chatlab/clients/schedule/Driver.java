package chatlab.clients.schedule;

/**
 * Fires a schedule by the clock: whoever polls it makes everything happen that is due by now, each with the time at which
 * it was meant to happen. However late a poll is, nothing is skipped and nothing is moved. Confined to its loop.
 */
public final class Driver {
    /** What happens at a fire time. */
    public interface Action {
        /**
         * Makes it happen.
         *
         * @param intendedNs when it was meant to happen, on the clock that {@link #poll} is given
         */
        void fire(int participant, long intendedNs);
    }

    private final Schedule schedule;
    private final long startNs;
    private final Action action;

    /** @param startNs when the schedule's time 0 is, on the clock that {@link #poll} is given */
    public Driver(Schedule schedule, long startNs, Action action) {
        this.schedule = schedule;
        this.startNs = startNs;
        this.action = action;
    }

    /**
     * Fires all that is due.
     *
     * @return how long until the next firing, in nanoseconds from {@code nowNs}, or {@link Schedule#OVER}
     */
    public long poll(long nowNs) {
        while (true) {
            long nextNs = schedule.nextNs();
            if (nextNs == Schedule.OVER) {
                return Schedule.OVER;
            }
            long intendedNs = startNs + nextNs;
            if (intendedNs - nowNs > 0) {
                return intendedNs - nowNs;
            }
            action.fire(schedule.take(), intendedNs);
        }
    }
}
