package chatlab.clients;

import chatlab.clients.admin.Phase;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells people how the run goes: on a terminal one line, rewritten every second; into a pipe a plain line every five
 * seconds. Its thread is the reader that ends the recorders' intervals.
 */
final class StatusLine implements AutoCloseable {
    private static final int PLAIN_EVERY = 5;

    /**
     * Where a run is; latencies and send lag are those of the last second, null if nothing was measured in it.
     */
    record Moment(
            Phase phase,
            int connected,
            int clients,
            long offered,
            long sent,
            long received,
            @Nullable Long p50Ns,
            @Nullable Long p99Ns,
            @Nullable Long lagP99Ns) {}

    private final PrintStream out;
    private final boolean terminal;
    private final Supplier<Moment> ticks;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("status").factory());
    private int count;
    private long offeredBefore;
    private long sentBefore;
    private long receivedBefore;

    /** @param ticks ends an interval and says where the run is; called once a second on a thread of its own */
    StatusLine(PrintStream out, boolean terminal, Supplier<Moment> ticks) {
        this.out = out;
        this.terminal = terminal;
        this.ticks = ticks;
    }

    /** Begins to tick. */
    void start() {
        var _ = thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        Moment now = ticks.get();
        count++;
        String line = line(now);
        offeredBefore = now.offered;
        sentBefore = now.sent;
        receivedBefore = now.received;
        if (now.phase == Phase.DONE || now.phase == Phase.FAILED) {
            return;
        }
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else if (count % PLAIN_EVERY == 0) {
            out.println(line);
        }
    }

    /** Rates are those of the last second. */
    String line(Moment now) {
        return String.format(
                Locale.ROOT,
                "%-10s connected %d/%d  offered %d/s  sent %d/s  received %d/s  p50 %s  p99 %s  lag p99 %s",
                now.phase,
                now.connected,
                now.clients,
                now.offered - offeredBefore,
                now.sent - sentBefore,
                now.received - receivedBefore,
                millis(now.p50Ns),
                millis(now.p99Ns),
                millis(now.lagP99Ns));
    }

    static String millis(@Nullable Long ns) {
        return ns == null ? "-" : String.format(Locale.ROOT, ns < 10_000_000 ? "%.2f ms" : "%.0f ms", ns / 1e6);
    }

    /** Stops and leaves the line. */
    @Override
    public void close() {
        thread.close();
        if (terminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
