package chatlab.bench.measure;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Connections that come, say hello and go, in order or by breaking off, until this is closed. */
final class Churn implements AutoCloseable {
    private static final long PAUSE_NS = 5_000_000;

    private final int port;
    private final Thread thread;
    private final AtomicLong count = new AtomicLong();
    private volatile boolean over;

    private Churn(int port) {
        this.port = port;
        thread = Thread.ofPlatform().daemon().unstarted(this::comeAndGo);
    }

    static Churn on(int port) {
        Churn churn = new Churn(port);
        churn.thread.start();
        return churn;
    }

    /** How many have been welcomed. */
    long count() {
        return count.get();
    }

    private void comeAndGo() {
        while (!over) {
            try (Visitor visitor = new Visitor(port, "passing")) {
                if (visitor.hears("{\"type\":\"welcome\"") && count.incrementAndGet() % 2 == 0) {
                    visitor.reset();
                }
            } catch (IOException e) {
                // That the server is busy or gone is seen at the end.
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
