package chatlab.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the program has been asked to end, by SIGTERM, SIGINT or the end of its session. Once raised it stays raised. */
public final class StopSignal {
    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    private final CountDownLatch raised = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /** Blocks until the program is asked to end. */
    public void await() throws InterruptedException {
        raised.await();
    }

    /**
     * Blocks until the program is asked to end, or the time is over.
     *
     * @return whether it was asked to end
     */
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return raised.await(timeout, unit);
    }

    /** Whether the program has been asked to end. */
    public boolean isRaised() {
        return raised.getCount() == 0;
    }

    /** Runs {@code listener} when the signal is raised, on the thread that raises it; at once if it has been raised. */
    public void onRaise(Runnable listener) {
        synchronized (listeners) {
            if (!isRaised()) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Asks the program to end. A listener that fails is logged and keeps none of the others from running. */
    public void raise() {
        List<Runnable> toRun;
        synchronized (listeners) {
            raised.countDown();
            toRun = List.copyOf(listeners);
            listeners.clear();
        }
        for (Runnable listener : toRun) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                log.error("A listener to the stop signal failed", e);
            }
        }
    }
}
