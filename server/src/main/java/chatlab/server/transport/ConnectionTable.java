package chatlab.server.transport;

import chatlab.server.chat.Credentials;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Member;
import chatlab.server.chat.MemberContext;
import chatlab.server.chat.Outlet;
import chatlab.server.chat.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connections of one loop and what they share. Every deadline is kept by one sweep over all of them; there is no timer
 * per connection. Confined to its loop but for {@link #lagNs}.
 */
final class ConnectionTable {
    private static final long MIN_SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MAX_SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A socket that has been full for so long is one whose client hardly reads; others only can't keep up. */
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int SCRATCH_BYTES = 128 * 1024;

    private final MemberContext context;
    private final Credentials credentials;
    private final HttpRoutes routes;
    private final TransportLoop loop;
    private final PendingBudget budget;
    private final long handshakeNs;
    private final long idleNs;
    private final long sweepNs;
    private final int maxStuck;
    private final UnfinishedInput unfinished;
    private final List<Connection> connections = new ArrayList<>();

    /** Those whose sockets are full, the one that has been so for longest first. */
    private final Set<Connection> stuck = new LinkedHashSet<>();

    /** Those that are flushed at the end of the iteration. */
    private List<Connection> unflushed = new ArrayList<>();

    private boolean relieving;

    private final ReceiveBuffer receiveBuffer;

    /** Where a read's bytes are looked at. */
    private final byte[] scratch = new byte[SCRATCH_BYTES];

    private long[] readNs = new long[16];
    private int reads;

    /** When the last sweep began: time enough for deadlines, without asking the clock per message. */
    private long nowNs = System.nanoTime();

    private volatile long sweepDueNs = System.nanoTime();
    private volatile long lastLagNs;

    /** @param loops of how many this is one */
    ConnectionTable(
            MemberContext context,
            Credentials credentials,
            HttpRoutes routes,
            TransportLoop loop,
            PendingBudget budget,
            int loops,
            PortOptions options) {
        this.context = context;
        this.credentials = credentials;
        this.routes = routes;
        this.loop = loop;
        this.budget = budget;
        receiveBuffer = new ReceiveBuffer(loop);
        handshakeNs = options.handshakeTimeout().toNanos();
        idleNs = options.idleTimeout().toNanos();
        unfinished = new UnfinishedInput(
                Math.max(options.unfinishedBudgetBytes() / loops, 2L * options.maxLineBytes()), idleNs);
        maxStuck = Math.max(1, options.maxFullSockets() / loops);
        sweepNs = Math.clamp(Math.min(handshakeNs, idleNs) / 8, MIN_SWEEP_NS, MAX_SWEEP_NS);
    }

    /** Begins to watch the deadlines. */
    void start() {
        sweepDueNs = System.nanoTime() + sweepNs;
        var _ = loop.eventLoop().schedule(this::sweep, sweepNs, TimeUnit.NANOSECONDS);
    }

    TransportLoop loop() {
        return loop;
    }

    Traffic traffic() {
        return context.traffic();
    }

    PendingBudget budget() {
        return budget;
    }

    UnfinishedInput unfinished() {
        return unfinished;
    }

    int maxLineBytes() {
        return context.maxLineBytes();
    }

    long handshakeNs() {
        return handshakeNs;
    }

    long idleNs() {
        return idleNs;
    }

    long nowNs() {
        return nowNs;
    }

    ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    byte[] scratch() {
        return scratch;
    }

    /** Where HTTP requests go. */
    HttpRoutes routes() {
        return routes;
    }

    Credentials credentials() {
        return credentials;
    }

    Member member(Outlet outlet) {
        return new Member(context, outlet);
    }

    void add(Connection connection) {
        connection.place = connections.size();
        connections.add(connection);
    }

    void remove(Connection connection) {
        Connection last = connections.getLast();
        connections.set(connection.place, last);
        last.place = connection.place;
        connections.removeLast();
    }

    void stuck(Connection connection) {
        connection.stuckNs = nowNs;
        stuck.add(connection);
    }

    void unstuck(Connection connection) {
        stuck.remove(connection);
    }

    /** Ends those that have been stuck for longest until what waits is within the budget again. */
    void relieveBudget() {
        if (relieving) {
            return; // ending one may find the budget exceeded again, which the loop below sees by itself
        }
        relieving = true;
        try {
            while (budget.isExceeded() && !stuck.isEmpty()) {
                endOldestStuck();
            }
        } finally {
            relieving = false;
        }
    }

    /** Ends those that have been stuck for longest where more are than the kernel's memory for them is enough for. */
    private void relieveSockets() {
        int beyond = -maxStuck;
        for (Connection connection : stuck) {
            if (nowNs - connection.stuckNs < STUCK_NS) {
                break;
            }
            beyond++;
        }
        for (; beyond > 0 && !stuck.isEmpty(); beyond--) {
            endOldestStuck();
        }
    }

    private void endOldestStuck() {
        Connection oldest = stuck.iterator().next();
        stuck.remove(oldest);
        oldest.tooSlow();
    }

    /** Flushes it when all work of the loop's current iteration is done, once for all that has been queued until then. */
    void flushSoon(Connection connection) {
        if (connection.awaitsFlush) {
            return;
        }
        connection.awaitsFlush = true;
        if (unflushed.isEmpty()) {
            loop.atEndOfIteration(this::flushAll);
        }
        unflushed.add(connection);
    }

    private void flushAll() {
        List<Connection> waiting = unflushed;
        unflushed = new ArrayList<>();
        forEach(waiting, connection -> {
            connection.awaitsFlush = false;
            connection.flush();
        });
    }

    /** A read that began at {@code startNs} carried messages; it is worked off when they have been written. */
    void carriedMessages(long startNs) {
        if (reads == 0) {
            loop.atEndOfIteration(() -> context.rooms().afterWrites(loop, this::countProcessing));
        }
        if (reads == readNs.length) {
            readNs = Arrays.copyOf(readNs, 2 * reads);
        }
        readNs[reads++] = startNs;
    }

    /** Takes no more frames from any client. */
    void stopTaking() {
        forEach(Connection::stopTaking);
    }

    /** Says bye to everyone. */
    void shutDown(long deadlineNs) {
        forEach(connection -> connection.shutDown(deadlineNs));
    }

    /** Closes what is left. */
    void closeAll() {
        forEach(connection -> connection.close(EndReason.SHUTDOWN));
    }

    /** Frees what all connections have shared. Called last of all. */
    void close() {
        receiveBuffer.close();
        context.rooms().close(loop);
    }

    /** How late the loop is with what was due: the last sweep, or the one that should have begun by now. Thread-safe. */
    long lagNs() {
        return Math.max(lastLagNs, System.nanoTime() - sweepDueNs);
    }

    private void countProcessing() {
        long now = System.nanoTime();
        int worked = reads;
        reads = 0;
        for (int i = 0; i < worked; i++) {
            traffic().countProcessing(now - readNs[i]);
        }
    }

    /**
     * Clients are judged as of the sweep before: what they had sent by then has been read since. A loop that is late itself would else
     * take for silent whom it has not listened to.
     */
    private void sweep() {
        long readUpToNs = nowNs;
        nowNs = System.nanoTime();
        lastLagNs = Math.max(0, nowNs - sweepDueNs);
        try {
            forEach(connection -> connection.checkDeadlines(readUpToNs, nowNs));
            unfinished.checkAges(readUpToNs);
            relieveSockets();
        } finally {
            start();
        }
    }

    /** A connection that fails ends alone. Closing one takes it from the table in a later task, so the places stand still. */
    private void forEach(Consumer<Connection> work) {
        forEach(connections, work);
    }

    private static void forEach(List<Connection> connections, Consumer<Connection> work) {
        for (Connection connection : connections) {
            try {
                work.accept(connection);
            } catch (RuntimeException | Error e) {
                connection.fail(e);
            }
        }
    }
}
