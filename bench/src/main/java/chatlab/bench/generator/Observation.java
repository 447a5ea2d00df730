package chatlab.bench.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a process and its core do, seen from outside, a look at a time ({@code proc(5)}). */
final class Observation {
    /** Of a second; what the kernel counts CPU time in wherever Java runs. */
    private static final double TICKS_PER_S = 100;

    private static final double NS_PER_S = 1e9;
    private static final double KIB_PER_MIB = 1024;

    /** In {@code /proc/PID/stat}, behind the command's name. */
    private static final int USER_TICKS = 11;

    private static final int KERNEL_TICKS = 12;

    /** In a line of {@code /proc/stat}: user, nice, system, irq and softirq; steal. */
    private static final int[] BUSY = {1, 2, 3, 6, 7};

    private static final int STEAL = 8;

    /**
     * What was used in a span of time.
     *
     * @param cores by the process
     * @param rssMiB of the process at the end
     * @param mostRssMiB of the process at most, in all looks
     * @param coreBusy of the core, by anybody
     * @param coreSteal of the core, by the machine's own host
     */
    record Usage(double cores, double rssMiB, double mostRssMiB, double coreBusy, double coreSteal) {}

    private record Look(long atNs, long cpuTicks, long rssKiB, long busyTicks, long stealTicks) {}

    private final long pid;
    private final int core;
    private final List<Look> looks = new ArrayList<>();

    Observation(long pid, int core) {
        this.pid = pid;
        this.core = core;
    }

    /** Takes a look. A process that has ended has nothing to look at. */
    void look() {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] own = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long rssKiB = numberBehind("VmRSS:", Path.of("/proc", String.valueOf(pid), "status"));
            String[] ofCore = line("cpu" + core + " ", Path.of("/proc/stat")).split(" +", -1);
            looks.add(new Look(
                    System.nanoTime(),
                    Long.parseLong(own[USER_TICKS]) + Long.parseLong(own[KERNEL_TICKS]),
                    rssKiB,
                    Arrays.stream(BUSY)
                            .mapToLong(i -> Long.parseLong(ofCore[i]))
                            .sum(),
                    Long.parseLong(ofCore[STEAL])));
        } catch (IOException e) {
            // It has ended between two looks.
        }
    }

    /** Between the first and the last look in that time; nothing but zeros and NaN if there were no two. */
    Usage between(long fromNs, long toNs) {
        List<Look> within = looks.stream()
                .filter(look -> look.atNs - fromNs >= 0 && toNs - look.atNs >= 0)
                .toList();
        double mostRssMiB = looks.stream().mapToLong(Look::rssKiB).max().orElse(0) / KIB_PER_MIB;
        if (within.size() < 2) {
            return new Usage(Double.NaN, Double.NaN, mostRssMiB, 0, 0);
        }
        Look from = within.getFirst();
        Look to = within.getLast();
        double ticks = (to.atNs - from.atNs) / NS_PER_S * TICKS_PER_S;
        return new Usage(
                (to.cpuTicks - from.cpuTicks) / ticks,
                to.rssKiB / KIB_PER_MIB,
                mostRssMiB,
                (to.busyTicks - from.busyTicks) / ticks,
                (to.stealTicks - from.stealTicks) / ticks);
    }

    private static long numberBehind(String name, Path file) throws IOException {
        String line = line(name, file);
        return line.isEmpty() ? 0 : Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static String line(String beginning, Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(beginning)).findFirst().orElse("");
        }
    }
}
