package chatlab.server.transport;

import chatlab.server.chat.Loop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Netty event loop as the core sees it. */
final class TransportLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(TransportLoop.class);

    private final int index;
    private final SingleThreadEventLoop eventLoop;

    private final Queue<Runnable> beforeWriting = new ArrayDeque<>();

    /** Whether a socket may hold more than its turn let it bring. */
    private boolean moreToRead;

    TransportLoop(int index, SingleThreadEventLoop eventLoop) {
        this.index = index;
        this.eventLoop = eventLoop;
    }

    @Override
    public int index() {
        return index;
    }

    SingleThreadEventLoop eventLoop() {
        return eventLoop;
    }

    /** A socket had more than it may bring at a time. Called on this loop. */
    void moreToRead() {
        moreToRead = true;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public void atEndOfIteration(Runnable task) {
        eventLoop.executeAfterEventLoopIteration(task);
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
        for (Runnable next = beforeWriting.poll(); next != null; next = beforeWriting.poll()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                LOG.error("Others were not told what is told here", e);
            }
        }
    }

    @Override
    public void rest(long ns) {
        eventLoop.executeAfterEventLoopIteration(() -> restUnlessBusy(ns)); // behind what is queued for then already
    }

    private void restUnlessBusy(long ns) {
        boolean busy = moreToRead || eventLoop.pendingTasks() > 0;
        moreToRead = false;
        if (!busy) {
            LockSupport.parkNanos(ns);
        }
    }

    @Override
    public void after(long delayNs, Runnable task) {
        var _ = eventLoop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }
}
