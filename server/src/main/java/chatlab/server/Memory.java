package chatlab.server;

/**
 * How the process's memory is shared out, in bytes. The heap is a share of the container's limit, see {@code jvm.options};
 * Netty's buffers lie beside it and get half as much. In a container of 256 MiB that is 102 MiB and 51 MiB; what the virtual
 * machine needs for itself (about 60 MiB) and the kernel's socket buffers have to fit into the rest.
 *
 * <p>{@code jvm.options} give the share twice because the virtual machine goes by {@code MinRAMPercentage} where memory is
 * short, and otherwise takes 124 MiB at least.
 */
final class Memory {
    private static final String BUFFER_LIMIT = "io.netty.maxDirectMemory";
    private static final long LEAST_BUFFERS = 24L * 1024 * 1024;

    /** 780 bytes of heap were measured for one with the longest name and one member on one loop, 955 on four. */
    private static final int ROOM_BYTES = 1024;

    private static final int LEAST_FULL_SOCKETS = 64;
    private static final int LEAST_ROOMS = 100;
    private static final int MOST_ROOMS = 100_000;

    /** A user with the longest name, and one room with the longest name: strings, lists and entries. */
    private static final int MEMBERSHIP_BYTES = 600;

    private static final int LEAST_MEMBERSHIPS = 1_000;

    private static final long LEAST_ROOM_LOG = 1024 * 1024;
    private static final long MOST_ROOM_LOG = 4 * 1024 * 1024;

    private static final long LEAST_CLUSTER_BUFFER = 1024 * 1024;
    private static final long MOST_CLUSTER_BUFFER = 64 * 1024 * 1024;

    private Memory() {}

    /** Limits Netty's buffers, which would otherwise be as much as the heap again. To be called before Netty is loaded. */
    static void limitBuffers() {
        if (System.getProperty(BUFFER_LIMIT) == null) {
            System.setProperty(BUFFER_LIMIT, Long.toString(buffersBytes()));
        }
    }

    /** What may wait in their own queues for clients whose sockets are full. */
    static long pendingBudgetBytes() {
        return buffersBytes() / 3;
    }

    /** How many sockets may stay full: the kernel's memory for them is charged to the container, and gets a quarter of it. */
    static int fullSockets(int bytesEach) {
        return Math.clamp(heapBytes() * 5 / 8 / bytesEach, LEAST_FULL_SOCKETS, Integer.MAX_VALUE);
    }

    /** What the logs of all rooms may hold. The rest of the buffers is for what is being read and sent. */
    static long logBudgetBytes() {
        return buffersBytes() / 3;
    }

    /** What one room's log may hold by default. */
    static int roomLogBytes() {
        return (int) Math.clamp(logBudgetBytes() / 4, LEAST_ROOM_LOG, MOST_ROOM_LOG);
    }

    /** How many rooms there may be at once. What their logs hold has a budget of its own. */
    static int rooms() {
        return Math.clamp(heapBytes() / 8 / ROOM_BYTES, LEAST_ROOMS, MOST_ROOMS);
    }

    /** How many rooms of users may be remembered. */
    static int memberships() {
        return Math.clamp(heapBytes() / 32 / MEMBERSHIP_BYTES, LEAST_MEMBERSHIPS, Integer.MAX_VALUE);
    }

    /** What rooms may keep of what was said. */
    static long historyBytes() {
        return heapBytes() / 32;
    }

    /** What may wait to be sent to other servers, and as much again that has come from them. */
    static long clusterBufferBytes() {
        return Math.clamp(heapBytes() / 16, LEAST_CLUSTER_BUFFER, MOST_CLUSTER_BUFFER);
    }

    /** What lines, WebSocket messages and HTTP requests may hold that clients have not finished. */
    static long unfinishedBudgetBytes() {
        return heapBytes() / 4;
    }

    /** What the connections themselves may take. */
    static long connectionsBytes() {
        return heapBytes() / 2;
    }

    private static long buffersBytes() {
        return Math.max(LEAST_BUFFERS, heapBytes() / 2);
    }

    private static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }
}
