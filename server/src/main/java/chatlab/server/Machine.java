package chatlab.server;

import chatlab.process.CgroupReading;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the machine or container allows, which some defaults follow.
 *
 * @param cpus how much CPU the process may use, in cores
 * @param eventLoops one per whole CPU of the limit, and at least one: two busy threads under half a CPU only freeze each
 *     other
 * @param maxConnections as many as there are files and memory for
 * @param maxSockets as many as the limit of open files allows, with room for everything else that is a file
 */
record Machine(double cpus, int eventLoops, int maxConnections, int maxSockets) {
    /**
     * 128 connections that are being refused, 64 of the reserve for telling clients that there are no files, and about 50 that a server with one loop
     * was seen to have: the jars, the loops' own, the admin port. Every loop has 3.
     */
    private static final int OTHER_FILES = 256;

    /** About 2 KiB of heap were measured for an idle connection; the rest is for its rooms and for being busy. */
    private static final int CONNECTION_BYTES = 4 * 1024;

    private static final long MANY = 1_000_000;

    static Machine of(CgroupReading cgroup) {
        double cpus = Math.min(
                cgroup.cpuLimitCores().orElse(Double.POSITIVE_INFINITY),
                Runtime.getRuntime().availableProcessors());
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : MANY;
        int maxSockets = (int) Math.clamp(files - OTHER_FILES, 1, MANY);
        return new Machine(
                cpus,
                Math.max(1, (int) cpus),
                Math.clamp(Memory.connectionsBytes() / CONNECTION_BYTES, 1, maxSockets),
                maxSockets);
    }
}
