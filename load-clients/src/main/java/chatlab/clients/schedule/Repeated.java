package chatlab.clients.schedule;

/** A schedule's participants, numbered from another number on, each of whom fires several times whenever it fires. */
final class Repeated implements Schedule {
    private final Schedule schedule;
    private final int first;
    private final int times;

    private int left;
    private int participant;
    private long dueNs;

    /**
     * @param first the number of participant 0
     * @param times how often each fires at a time
     */
    Repeated(Schedule schedule, int first, int times) {
        this.schedule = schedule;
        this.first = first;
        this.times = times;
    }

    @Override
    public long nextNs() {
        return left > 0 ? dueNs : schedule.nextNs();
    }

    @Override
    public int take() {
        if (left == 0) {
            left = times;
            dueNs = schedule.nextNs();
            participant = schedule.take();
        }
        left--;
        return first + participant;
    }
}
