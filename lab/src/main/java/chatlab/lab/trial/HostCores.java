package chatlab.lab.trial;

import chatlab.lab.engine.Deployment.ServingSide;
import chatlab.lab.result.Repetition.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How busy the cores are that those are kept on who serve, by the kernel's own account in {@code /proc/stat}. Where their limits add up to
 * more than these cores, some may get less than their limits although the experiment says nothing of it: then what was measured is
 * this machine.
 */
final class HostCores {
    static final List<String> SERIES = List.of("host_cpu_busy_seconds_total", "host_cpu_seconds_total");

    /** With more, who wants to run waits for a core, not for its quota. */
    private static final double MOST_BUSY = 0.9;

    /** The kernel counts so many a second there, on all machines. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Path STAT = Path.of("/proc/stat");
    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISKS = 5;

    /** What virtual machines of this one take is in the user's time already. */
    private static final int STEAL = 8;

    private HostCores() {}

    /** Where the account is read. */
    interface Account {
        /** The kernel's. */
        Account KERNEL = () -> Files.readString(STAT);

        /** What {@code /proc/stat} says now. */
        String read() throws IOException;
    }

    /** Reads the account of these cores. */
    static Scraper.Source source(Account account, Set<Integer> cores) {
        return () -> {
            Map<String, Double> samples = new LinkedHashMap<>(read(account.read(), cores));
            samples.put(Samples.TIME, System.nanoTime() * 1e-9);
            return Optional.of(new MetricsPage(samples));
        };
    }

    static Map<String, Double> read(String stat, Set<Integer> cores) throws IOException {
        long busy = 0;
        long all = 0;
        for (int core : cores) {
            String[] fields = stat.lines()
                    .filter(line -> line.startsWith("cpu" + core + " "))
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no core " + core + " in " + STAT + "."))
                    .split(" +", -1);
            for (int i = USER; i <= STEAL; i++) {
                long ticks = Long.parseLong(fields[i]);
                all += ticks;
                busy += i == IDLE || i == WAITING_FOR_DISKS ? 0 : ticks;
            }
        }
        return Map.of(SERIES.getFirst(), busy / TICKS_PER_SECOND, SERIES.getLast(), all / TICKS_PER_SECOND);
    }

    /** Why what was measured is this machine's doing; empty if it is not. */
    static Optional<Reason> doubt(Samples samples, ServingSide side, long fromNs, long toNs) {
        OptionalDouble busy = samples.growth(SERIES.getFirst(), fromNs, toNs);
        OptionalDouble all = samples.growth(SERIES.getLast(), fromNs, toNs);
        if (!side.isShort()
                || busy.isEmpty()
                || all.orElse(0) <= 0
                || busy.getAsDouble() <= MOST_BUSY * all.getAsDouble()) {
            return Optional.empty();
        }
        return Optional.of(new Reason(
                "host-bound",
                String.format(
                        Locale.ROOT,
                        "the %s that all who serve were kept on%s %s busy for %.0f%% of the window, and their limits add up to %.2f cores:"
                                + " they would have had more where there are more cores.",
                        side.cores().size() == 1 ? "core" : side.cores().size() + " cores",
                        side.shared() ? ", together with the load clients," : "",
                        side.cores().size() == 1 ? "was" : "were",
                        100 * busy.getAsDouble() / all.getAsDouble(),
                        side.limitCores())));
    }
}
