package chatlab.server.transport;

import chatlab.server.chat.Loop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Netty event loop as the core sees it. */
record TransportLoop(int index, SingleThreadEventLoop eventLoop) implements Loop {
    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public void atEndOfIteration(Runnable task) {
        eventLoop.executeAfterEventLoopIteration(task);
    }

    @Override
    public void rest(long ns) {
        eventLoop.executeAfterEventLoopIteration(
                () -> LockSupport.parkNanos(ns)); // behind what is queued for then already
    }

    @Override
    public void after(long delayNs, Runnable task) {
        var _ = eventLoop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }
}
