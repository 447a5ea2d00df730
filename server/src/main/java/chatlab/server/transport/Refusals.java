package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
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
    static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final int BUFFER_BYTES = 4 * 1024;

    private final EventLoop loop;
    private final Admission admission;
    private final Traffic traffic;
    private final long handshakeNs;
    private final long endNs;

    /** What one of them reads or writes, for that moment. */
    private final ByteBuf buffer = Unpooled.directBuffer(BUFFER_BYTES, BUFFER_BYTES);

    /** Where a read's first bytes are looked at. */
    private final byte[] scratch = new byte[256];

    private final FullAnswers answers = new FullAnswers();

    /** In the order in which they came. */
    private final Set<RefusedConnection> present = new LinkedHashSet<>();

    private boolean inRounds;

    /**
     * None yet.
     *
     * @param handshakeNs how long one may be silent until it is told
     * @param endNs how long the end of one that has been told is awaited
     */
    Refusals(EventLoop loop, Admission admission, Traffic traffic, long handshakeNs, long endNs) {
        this.loop = loop;
        this.admission = admission;
        this.traffic = traffic;
        this.handshakeNs = handshakeNs;
        this.endNs = endNs;
    }

    /**
     * Takes one that a loop has accepted and that has entered as refused.
     *
     * @param places how many may be here with it
     */
    void add(DuplexChannel channel, EndReason why, int places) {
        if (channel instanceof EpollSocketChannel epoll) {
            add((Socket) epoll.fd(), why, places);
            return;
        }
        makeRoom(places);
        RefusedChannel refused = new RefusedChannel(this, channel, why);
        present.add(refused);
        refused.register(loop);
        startRounds();
    }

    /** Likewise one that has no channel. */
    void add(Socket socket, EndReason why, int places) {
        makeRoom(places);
        RefusedSocket refused = new RefusedSocket(this, socket, why);
        present.add(refused);
        guarded(refused, RefusedConnection::poll); // most have spoken by the time that they are accepted
        startRounds();
    }

    private void makeRoom(int places) {
        while (present.size() >= places) {
            RefusedConnection first = present.iterator().next();
            guarded(first, RefusedConnection::makeRoom);
            guarded(first, RefusedConnection::close);
        }
    }

    private void startRounds() {
        if (!inRounds && !present.isEmpty()) {
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

    long endNs() {
        return endNs;
    }

    FullAnswers answers() {
        return answers;
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
            guarded(connection, work);
        }
    }

    private static void guarded(RefusedConnection connection, Consumer<RefusedConnection> work) {
        try {
            work.accept(connection);
        } catch (RuntimeException | Error e) {
            log.error("a refused connection failed", e);
            connection.close();
        }
    }
}
