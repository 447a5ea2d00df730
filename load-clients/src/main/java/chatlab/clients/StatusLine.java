package chatlab.clients;

import chatlab.generator.admin.Phase;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
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
    private static final int COLUMNS = 80;
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
            out.print(NO_WRAP); // on a narrower terminal the line is cut: one that wraps could not be rewritten
        }
        var _ = thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        Moment now = ticks.get();
        count++;
        boolean over = now.phase == Phase.DONE || now.phase == Phase.FAILED;
        if (!over && terminal) {
            out.print(LINE_START + line(now));
            out.flush();
        } else if (!over && count % PLAIN_EVERY == 0) {
            out.println(line(now)); // made only when it is shown: the event loops' cores have other things to do
        }
        offeredBefore = now.offered;
        sentBefore = now.sent;
        receivedBefore = now.received;
    }

    /** Rates are those of the last second. What does not fit into 80 columns is left out; what goes wrong stands first. */
    String line(Moment now) {
        List<String> fields = new ArrayList<>();
        if (now.connected < now.clients || now.phase == Phase.READY) {
            fields.add(String.format(Locale.ROOT, "%,d of %,d clients connected", now.connected, now.clients));
        }
        if (now.offered > 0) {
            long sent = now.sent - sentBefore;
            long offered = now.offered - offeredBefore;
            fields.add(
                    sent >= offered
                            ? String.format(Locale.ROOT, "sent %,d/s", sent)
                            : String.format(Locale.ROOT, "sent %,d of %,d/s", sent, offered));
            fields.add(String.format(Locale.ROOT, "received %,d/s", now.received - receivedBefore));
        }
        if (now.lagP99Ns != null || now.p50Ns != null) {
            fields.add("p50 " + millis(now.p50Ns));
            fields.add("p99 " + millis(now.p99Ns));
            fields.add("lag " + millis(now.lagP99Ns));
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", now.phase));
        String gap = " ";
        for (String field : fields) {
            if (line.length() + gap.length() + field.length() <= COLUMNS) {
                line.append(gap).append(field);
                gap = "  ";
            }
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
