package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that are told that there is no room for them. They cost as little as can be, and whoever comes is told: the
 * one that has been here for longest makes room. Confined to the loop of the listening socket.
 */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    /** How many connections may be here at once. */
    static final int PLACES = 128;

    /** How often they are looked after. */
    static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(16);

    private static final int BUFFER_BYTES = 4 * 1024;

    private final EventLoop loop;
    private final Admission admission;
    private final Traffic traffic;
    private final long handshakeNs;

    /** What one of them reads or writes, for that moment. */
    private final ByteBuf buffer = Unpooled.directBuffer(BUFFER_BYTES, BUFFER_BYTES);

    /** Where a read's first bytes are looked at. */
    private final byte[] scratch = new byte[256];

    /** In the order in which they came. */
    private final Set<RefusedConnection> present = new LinkedHashSet<>();

    private boolean inRounds;

    Refusals(EventLoop loop, Admission admission, Traffic traffic, long handshakeNs) {
        this.loop = loop;
        this.admission = admission;
        this.traffic = traffic;
        this.handshakeNs = handshakeNs;
    }

    /**
     * Takes one, which has entered as refused.
     *
     * @param places how many may be here with it
     */
    void add(DuplexChannel channel, EndReason why, int places) {
        while (present.size() >= places) {
            present.iterator().next().makeRoom();
        }
        if (channel instanceof EpollSocketChannel socket) {
            RefusedSocket refused = new RefusedSocket(this, socket, why);
            present.add(refused);
            refused.poll(); // most have spoken by the time that they are accepted
        } else {
            RefusedChannel refused = new RefusedChannel(this, channel, why);
            present.add(refused);
            refused.register(loop);
        }
        if (!inRounds) {
            inRounds = true;
            nextRound();
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
        forEach(RefusedConnection::closeUnlessTold);
    }

    /** Closes what is left. */
    void closeAll() {
        forEach(RefusedConnection::close);
        buffer.release();
    }

    Traffic traffic() {
        return traffic;
    }

    long handshakeNs() {
        return handshakeNs;
    }

    ByteBuf buffer() {
        return buffer;
    }

    byte[] scratch() {
        return scratch;
    }

    /** One of them is closed. */
    void gone(RefusedConnection connection) {
        present.remove(connection);
        traffic.countClosed(connection.why());
        admission.leaveRefused();
    }

    private void nextRound() {
        var _ = loop.schedule(this::round, ROUND_NS, TimeUnit.NANOSECONDS);
    }

    private void round() {
        long nowNs = System.nanoTime();
        forEach(connection -> {
            connection.poll();
            connection.checkDeadline(nowNs);
        });
        inRounds = !present.isEmpty();
        if (inRounds) {
            nextRound();
        }
    }

    /** Any of them may go meanwhile; one that fails ends alone. */
    private void forEach(Consumer<RefusedConnection> work) {
        for (RefusedConnection connection : new ArrayList<>(present)) {
            try {
                work.accept(connection);
            } catch (RuntimeException e) {
                log.error("a refused connection failed", e);
                connection.close();
            }
        }
    }
}
