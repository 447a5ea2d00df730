package chatlab.generator.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The machine's CPU time so far, from the first line of {@code /proc/stat} (proc_stat(5)), in clock ticks.
 *
 * @param all of every kind
 * @param stolen what the hypervisor gave to others
 */
record HostCpu(long all, long stolen) {
    private static final int STEAL = 8;
    /** Guest time, which follows, is part of user time already. */
    private static final int KINDS = 8;

    static HostCpu read() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return parse(lines.findFirst().orElse(""));
        } catch (IOException e) {
            return new HostCpu(0, 0); // not a Linux machine: steal is not known and counts as none
        }
    }

    static HostCpu parse(String line) {
        String[] fields = line.trim().split(" +");
        if (fields.length <= STEAL || !fields[0].equals("cpu")) {
            return new HostCpu(0, 0);
        }
        long all =
                Arrays.stream(fields, 1, KINDS + 1).mapToLong(Long::parseLong).sum();
        return new HostCpu(all, Long.parseLong(fields[STEAL]));
    }

    /** The share of the time since {@code earlier} that was stolen, 0 to 1. */
    double stealShareSince(HostCpu earlier) {
        return all == earlier.all ? 0 : (double) (stolen - earlier.stolen) / (all - earlier.all);
    }
}
