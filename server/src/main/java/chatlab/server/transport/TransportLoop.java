package chatlab.server.transport;

import chatlab.server.chat.Loop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.concurrent.TimeUnit;

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
    public void after(long delayNs, Runnable task) {
        var _ = eventLoop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }
}
