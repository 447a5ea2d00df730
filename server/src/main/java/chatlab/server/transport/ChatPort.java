package chatlab.server.transport;

import chatlab.process.UnusableException;
import chatlab.protocol.ChatScanner;
import chatlab.protocol.FrameReader;
import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Cluster;
import chatlab.server.chat.Credentials;
import chatlab.server.chat.Directory;
import chatlab.server.chat.Loop;
import chatlab.server.chat.MemberBounds;
import chatlab.server.chat.MemberContext;
import chatlab.server.chat.Memberships;
import chatlab.server.chat.NameRules;
import chatlab.server.chat.Rooms;
import chatlab.server.chat.Shards;
import chatlab.server.chat.ThisServer;
import chatlab.server.chat.Traffic;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.SingleThreadEventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The port that clients connect to. Thread-safe. */
public final class ChatPort {
    /**
     * How much of the kernel's memory a full socket is taken to hold: what may wait to be sent, with the kernel's own records,
     * and as much again for what is under way.
     */
    public static final int FULL_SOCKET_BYTES = 128 * 1024;

    private static final int BACKLOG = 4096;

    /** How long the end of a client that there was no room for is awaited. */
    private static final long REFUSED_END_NS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoops loops;
    private final List<ConnectionTable> tables;
    private final Rooms rooms;
    private final Cluster cluster;
    private final ServerChannel listener;
    private final Admission admission;
    private final Refusals refusals;

    private ChatPort(
            EventLoops loops,
            List<ConnectionTable> tables,
            Rooms rooms,
            Cluster cluster,
            ServerChannel listener,
            Admission admission,
            Refusals refusals) {
        this.loops = loops;
        this.tables = tables;
        this.rooms = rooms;
        this.cluster = cluster;
        this.listener = listener;
        this.admission = admission;
        this.refusals = refusals;
    }

    /**
     * Listens.
     *
     * @param eventLoops serve all that comes, and end with the port
     * @param credentials who may bear which name
     * @param cluster the way to other servers, which ends with the port
     * @param shards which of all rooms are here
     * @param broadcasters makes the broadcaster of each loop
     * @throws UnusableException if the port can't be opened; loops and cluster are the caller's to close then
     */
    public static ChatPort open(
            EventLoops eventLoops,
            PortOptions options,
            Credentials credentials,
            Traffic traffic,
            Cluster cluster,
            Shards shards,
            Function<Loop, Broadcaster> broadcasters) {
        List<TransportLoop> loops = eventLoops.all();
        Rooms rooms = new Rooms(loops, broadcasters, options.rooms(), cluster, shards);
        MemberBounds bounds = new MemberBounds(options.maxRoomsPerConnection(), options.maxMessageRate());
        Directory directory = new Directory(cluster);
        cluster.serve(new ThisServer(rooms, directory, traffic));
        Memberships memberships = new Memberships(directory, options.maxMemberships());
        NameRules names = new NameRules(credentials);
        HttpRoutes routes = new HttpRoutes(credentials, new RequestRates(options.maxRequestRate()));
        PendingBudget budget = new PendingBudget(options.pendingBudgetBytes());
        List<ConnectionTable> tables = loops.stream()
                .map(loop -> new ConnectionTable(
                        new MemberContext(
                                loop,
                                rooms,
                                directory,
                                memberships,
                                names,
                                traffic,
                                new FrameReader(options.maxLineBytes()),
                                new ChatScanner(),
                                ByteBufAllocator.DEFAULT,
                                options.maxLineBytes(),
                                options.idleTimeout().toMillis(),
                                bounds),
                        credentials,
                        routes,
                        loop,
                        budget,
                        loops.size(),
                        options))
                .toList();
        tables.forEach(table -> table.loop().execute(table::start));
        Admission admission = new Admission(options.maxConnections(), options.maxConnectionsPerAddress());
        SingleThreadEventLoop first = loops.getFirst().eventLoop();
        Refusals refusals = new Refusals(
                first, admission, traffic, options.handshakeTimeout().toNanos(), REFUSED_END_NS);
        ServerChannel listener = eventLoops.io().listener();
        listener.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        listener.config().setOption(ChannelOption.SO_REUSEADDR, true);
        listener.config()
                .setOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator()
                                .respectMaybeMoreData(false)
                                .maxMessagesPerRead(Acceptor.ACCEPTED_AT_ONCE));
        listener.pipeline().addLast(new Acceptor(tables, admission, refusals, traffic));
        first.register(listener).syncUninterruptibly();
        var bound = listener.bind(new InetSocketAddress(options.bind(), options.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            tables.forEach(table -> table.loop().execute(table::close));
            throw new UnusableException(
                    "PORT " + options.port() + " on " + options.bind().getHostAddress() + " can't be opened: "
                            + bound.cause().getMessage() + ".",
                    bound.cause());
        }
        return new ChatPort(eventLoops, tables, rooms, cluster, listener, admission, refusals);
    }

    /** Which port it is. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Whether new connections are taken. */
    public boolean isAccepting() {
        return listener.isActive();
    }

    /** How many connections are served, refused ones not counted. */
    public int connections() {
        return admission.served();
    }

    /** How many rooms there are, {@code global} included. */
    public int rooms() {
        return rooms.count();
    }

    /** How late the latest loop is, in nanoseconds. */
    public long lagNs() {
        return tables.stream().mapToLong(ConnectionTable::lagNs).max().orElse(0);
    }

    /** How much memory is taken by what waits for members whose sockets are full, in bytes. */
    public long pendingBytes() {
        return tables.getFirst().budget().pendingBytes();
    }

    /** How many members' sockets are full. */
    public int fullSockets() {
        return tables.getFirst().budget().fullSockets();
    }

    /** How much memory rooms' logs take, in bytes. */
    public long logBytes() {
        return rooms.heldBytes();
    }

    /** Whether every loop does some work within the time. */
    public boolean loopsAnswer(Duration within) throws InterruptedException {
        return onEveryLoop(table -> {}, System.nanoTime() + within.toNanos());
    }

    /**
     * Ends in order: no new connections, no new messages; what was accepted reaches everyone it is meant for; then
     * {@code bye}, and the clients' own ends are awaited until the grace is over.
     */
    public void close(Duration grace) throws InterruptedException {
        try {
            endClients(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is left ends at once
            throw e;
        } finally {
            try {
                cluster.close(); // as long as there are loops, which it works on, too
            } finally {
                loops.close();
            }
        }
    }

    private void endClients(Duration grace) throws InterruptedException {
        long deadlineNs = System.nanoTime() + grace.toNanos();
        listener.close().syncUninterruptibly();
        onEveryLoop(ConnectionTable::stopTaking, deadlineNs);
        // A message hops to its room's owner, from there to the members, and its arrival to the sender, whose quit may
        // wait for that: three rounds, and nothing is under way.
        onEveryLoop(table -> {}, deadlineNs);
        onEveryLoop(table -> {}, deadlineNs);
        onEveryLoop(table -> {}, deadlineNs);
        // Private messages for users of other servers take as long as those need to say whether they are there.
        cluster.awaitOutcomes(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
        onEveryLoop(table -> {}, deadlineNs);
        onEveryLoop(table -> {}, deadlineNs);
        onEveryLoop(table -> table.shutDown(deadlineNs), deadlineNs);
        tables.getFirst().loop().execute(refusals::shutDown);
        admission.awaitEmpty(deadlineNs);
        long lastNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        onEveryLoop(ConnectionTable::closeAll, lastNs);
        // Closed connections leave their rooms in a task of their own, which comes before this one.
        onEveryLoop(ConnectionTable::close, lastNs);
        tables.getFirst().loop().execute(refusals::closeAll);
    }

    /** Gives every loop something to do. Answers whether all have done it before the deadline. */
    private boolean onEveryLoop(Consumer<ConnectionTable> work, long deadlineNs) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tables.size());
        for (ConnectionTable table : tables) {
            table.loop().execute(() -> {
                try {
                    work.accept(table);
                } finally {
                    done.countDown();
                }
            });
        }
        return done.await(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
