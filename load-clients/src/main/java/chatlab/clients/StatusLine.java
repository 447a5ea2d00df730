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
    private static final String LINE_START = "\r\033[K";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";

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
        if (terminal) {
            out.print(NO_WRAP); // a line that is wider than the terminal is cut: it could not be rewritten
        }
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
            out.print(LINE_START + line);
            out.flush();
        } else if (count % PLAIN_EVERY == 0) {
            out.println(line);
        }
    }

    /** Rates are those of the last second. It fits into 80 columns while all goes well, and says first what does not. */
    String line(Moment now) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", now.phase));
        if (now.connected < now.clients || now.phase == Phase.READY) {
            line.append(String.format(Locale.ROOT, " %,d of %,d clients connected ", now.connected, now.clients));
        }
        long sent = now.sent - sentBefore;
        long offered = now.offered - offeredBefore;
        if (now.offered > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    " sent %,d%s/s  received %,d/s",
 sent,
 sent == offered ? "" : String.format(Locale.ROOT, " of %,d", offered),
                    now.received - receivedBefore));
        }
        if (now.lagP99Ns != null || now.p50Ns != null) {
            line.append(String.format(
                    Locale.ROOT,
                    "  p50 %s  p99 %s  lag %s",
                    millis(now.p50Ns),
                    millis(now.p99Ns),
                    millis(now.lagP99Ns)));
        }
        return line.toString().stripTrailing();
    }

    static String millis(@Nullable Long ns) {
        return ns == null ? "-" : String.format(Locale.ROOT, ns < 10_000_000 ? "%.2f ms" : "%,.0f ms", ns / 1e6);
    }

    /** Stops and leaves the line. */
    @Override
    public void close() {
        thread.close();
        if (terminal) {
            out.print(LINE_START + WRAP);
            out.flush();
        }
    }
}
