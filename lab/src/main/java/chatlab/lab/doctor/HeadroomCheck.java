package chatlab.lab.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whether CPU and memory are left for a trial.
 *
 * @param machine what identifies it: {@code kernel}, {@code CPU}
 * @param cores of this machine
 * @param watch waits for as long as the hypervisor is watched
 */
record HeadroomCheck(MachineFiles files, Map<String, String> machine, int cores, Watch watch) implements Check {
    /** Server with its default limit, load clients, the lab itself, and a build of the images. */
    private static final long MEMORY_BYTES = 2L << 30;

    /** A tenth of what makes the load clients call a measurement invalid. */
    private static final double MUCH_STEAL = 0.01;

    /** Lets time pass between two looks. */
    interface Watch {
        void await() throws InterruptedException;
    }

    @Override
    public String name() {
        return "head-room";
    }

    @Override
    public List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(cpu());
        load(findings);
        steal(findings);
        memory(findings);
        return findings;
    }

    private Finding cpu() {
        String finding = cores + (cores == 1 ? " core" : " cores") + " (" + machine.getOrDefault("CPU", "unknown CPU")
                + ", " + machine.getOrDefault("kernel", "unknown system") + ")";
        return cores < 2
                ? Finding.note(
                        "CPU",
                        finding + ": server and load clients have to share it, which blurs what is measured",
                        "use a machine with two cores or more")
                : Finding.ok("CPU", finding);
    }

    private void load(List<Finding> findings) {
        String text = files.text("proc/loadavg").orElse("");
        String first = text.split(" ", 2)[0];
        if (!first.matches("\\d+\\.\\d+")) {
            return;
        }
        double load = Double.parseDouble(first);
        String finding = String.format(
                Locale.ROOT, "%.2f over the last minute on %d %s", load, cores, cores == 1 ? "core" : "cores");
        findings.add(
                load > cores / 2.0
                        ? Finding.note(
                                "load",
                                finding + ": something else is busy and will show in what is measured",
                                "top   # shows what it is")
                        : Finding.ok("load", finding));
    }

    private void steal(List<Finding> findings) throws InterruptedException {
        long[] before = cpuTimes();
        watch.await();
        long[] after = cpuTimes();
        if (before.length == 0 || after.length == 0) {
            return;
        }
        double share = (after[1] - before[1]) / (double) Math.max(1, after[0] - before[0]);
        String finding = String.format(Locale.ROOT, "%.1f%% of the CPU goes to other virtual machines", share * 100);
        findings.add(
                share > MUCH_STEAL
                        ? Finding.note("steal", finding, "run when the host is quieter, or on one that is not shared")
                        : Finding.ok("steal", finding));
    }

    /** All CPU time and the stolen part of it, in ticks; empty where it is not known. */
    private long[] cpuTimes() {
        String[] fields = files.text("proc/stat").orElse("").split("\\R", 2)[0].split("\\s+", -1);
        if (fields.length < 9 || !fields[0].equals("cpu")) {
            return new long[0];
        }
        long all = 0;
        for (int i = 1; i <= 8; i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[] {all, Long.parseLong(fields[8])};
    }

    private void memory(List<Finding> findings) {
        OptionalLong available = files.number("proc/meminfo", "MemAvailable");
        OptionalLong total = files.number("proc/meminfo", "MemTotal");
        if (available.isEmpty()) {
            return;
        }
        long bytes = available.getAsLong() << 10;
        String finding =
                Amounts.gibibytes(bytes) + " of " + Amounts.gibibytes(total.orElse(0) << 10) + " are available";
        findings.add(
                bytes < MEMORY_BYTES
                        ? Finding.note(
                                "memory",
                                finding + "; building and a trial take up to " + Amounts.gibibytes(MEMORY_BYTES),
                                "ps -eo rss,pid,comm --sort=-rss | head   # shows who has it")
                        : Finding.ok("memory", finding));
    }
}
