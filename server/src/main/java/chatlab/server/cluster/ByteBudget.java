package chatlab.server.cluster;

import chatlab.server.chat.Loop;
import chatlab.server.chat.Origin;
import java.util.concurrent.atomic.AtomicLong;

/** How much of what other servers are concerned with is held, which has a bound. Thread-safe. */
final class ByteBudget implements Origin {
    private final int mostBytes;
    private final AtomicLong bytes = new AtomicLong();

    ByteBudget(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether so much more is taken; it is counted then, until it is {@link #done}. */
    boolean takes(int more) {
        if (bytes.addAndGet(more) <= mostBytes) {
            return true;
        }
        done(more);
        return false;
    }

    void done(int less) {
        bytes.addAndGet(-less);
    }

    @Override
    public void departed(int more) {
        bytes.addAndGet(more);
    }

    @Override
    public void arrived(int less, Loop last) {
        done(less);
    }
}
