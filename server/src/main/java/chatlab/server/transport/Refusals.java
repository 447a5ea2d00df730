package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections that are told that there is no room for them. They cost as little as can be, and whoever comes is told: the
 * one that has been here for longest makes room. Confined to the loop of the listening socket.
 */
final class Refusals {
    /** How many connections may be here at once. */
    static final int PLACES = 128;

    private static final long MIN_SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MAX_SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final EventLoop loop;
    private final Traffic traffic;
    private final long handshakeNs;
    private final long sweepNs;

    /** Where a read's first bytes are looked at. */
    private final byte[] scratch = new byte[256];

    /** In the order in which they came. */
    private final Set<RefusedConnection> present = new LinkedHashSet<>();

    private boolean sweeping;

    Refusals(EventLoop loop, Traffic traffic, long handshakeNs) {
        this.loop = loop;
        this.traffic = traffic;
        this.handshakeNs = handshakeNs;
        sweepNs = Math.clamp(handshakeNs / 8, MIN_SWEEP_NS, MAX_SWEEP_NS);
    }

    /**
     * Takes one.
     *
     * @param places how many may be here with it
     */
    void add(DuplexChannel channel, EndReason why, int places) {
        while (present.size() >= places) {
            RefusedConnection oldest = present.iterator().next();
            present.remove(oldest);
            oldest.makeRoom();
        }
        RefusedConnection connection = new RefusedConnection(this, channel, why);
        channel.pipeline().addLast(connection);
        present.add(connection);
        channel.closeFuture().addListener(closed -> present.remove(connection));
        var _ = loop.register(channel);
        if (!sweeping) {
            sweeping = true;
            sweepLater();
        }
    }

    /** How many are here for that reason. */
    int count(EndReason why) {
        int count = 0;
        for (RefusedConnection connection : present) {
            if (connection.why() == why) {
                count++;
            }
        }
        return count;
    }

    /** Closes those that could not be told anything yet. */
    void shutDown() {
        all().forEach(RefusedConnection::closeUnlessTold);
    }

    Traffic traffic() {
        return traffic;
    }

    long handshakeNs() {
        return handshakeNs;
    }

    byte[] scratch() {
        return scratch;
    }

    private void sweepLater() {
        var _ = loop.schedule(this::sweep, sweepNs, TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        long nowNs = System.nanoTime();
        all().forEach(connection -> connection.checkDeadline(nowNs));
        sweeping = !present.isEmpty();
        if (sweeping) {
            sweepLater();
        }
    }

    private List<RefusedConnection> all() {
        return new ArrayList<>(present);
    }
}
