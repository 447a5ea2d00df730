package chatlab.server.chat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A loop whose iterations the test runs, and on which no time passes: it rests in none, and a timer waits to be called. */
public final class TurnLoop implements Loop {
    private final int index;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> beforeWriting = new ArrayDeque<>();
    private final Queue<Runnable> ends = new ArrayDeque<>();
    private @Nullable Runnable timer;
    private long delayNs;
    private long restNs;

    public TurnLoop(int index) {
        this.index = index;
    }

    /** Runs one iteration. Answers whether there was anything to do; where a task throws, the next turn goes on behind it. */
    public boolean turn() {
        boolean worked = runAll(tasks);
        return runAll(ends) || worked;
    }

    private static boolean runAll(Queue<Runnable> queue) {
        boolean worked = false;
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
            worked = true;
        }
        return worked;
    }

    /** Whether something waits for {@link #timeIsOver}. */
    public boolean hasTimer() {
        return timer != null;
    }

    /** Runs what waits for a time, as if it were over. */
    public void timeIsOver() {
        Runnable due = timer;
        if (due == null) {
            throw new AssertionError("nothing waits");
        }
        timer = null;
        due.run();
    }

    /** The last delay that was asked for; 0 if none was. */
    public long delayNs() {
        return delayNs;
    }

    /** The last rest that was asked for; 0 if none was. */
    public long restNs() {
        return restNs;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void atEndOfIteration(Runnable task) {
        ends.add(task);
    }

    @Override
    public void beforeWriting(Runnable task) {
        if (beforeWriting.isEmpty()) {
            atEndOfIteration(this::aboutToWrite);
        }
        beforeWriting.add(task);
    }

    @Override
    public void aboutToWrite() {
        boolean _ = runAll(beforeWriting);
    }

    @Override
    public void rest(long ns) {
        restNs = ns;
    }

    @Override
    public void after(long delayNs, Runnable task) {
        if (timer != null) {
            throw new AssertionError("one timer is enough");
        }
        this.delayNs = delayNs;
        timer = task;
    }
}
