package chatlab.clients.connection;

import chatlab.clients.behaviour.Behaviour;
import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Listener;
import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.behaviour.SlowReader;
import chatlab.clients.behaviour.Talker;
import chatlab.clients.dialect.Dialect;
import chatlab.clients.dialect.Persona;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.record.Window;
import chatlab.clients.schedule.Schedule;
import chatlab.clients.watch.LoopThread;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** All clients of this process, on their event loops: client c lives on loop c mod loops. */
public final class Fleet implements AutoCloseable {
    /** How much may wait for one talker's socket before its messages stay unsent. */
    static final int MAX_PENDING_BYTES = 1024 * 1024;

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    /**
     * What a fleet is made of.
     *
     * @param target whom its clients connect to
     * @param dialect how they speak
     * @param run the run that the stamps name
     * @param sizes the lengths of talkers' frames, without what the transport puts around them
     * @param slowReaderBytesPerSecond how much a slow reader reads
     * @param sources where clients connect from
     */
    public record Setup(
            Target target,
            Dialect dialect,
            Cast cast,
            int run,
            MessageSizes sizes,
            int slowReaderBytesPerSecond,
            SourceAddresses sources,
            int loops,
            Io io) {}

    private final Setup setup;
    private final Ledger ledger;
    private final MultiThreadIoEventLoopGroup group;
    private final List<ClientLoop> loops = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<LoopThread> threads = new ArrayList<>();
    private final Joining joining = new Joining();
    private final Logins logins;

    /** Starts the event loops; nothing connects yet. */
    public Fleet(Setup setup, Ledger ledger) {
        this.setup = setup;
        this.ledger = ledger;
        logins = new Logins(setup.target, setup.dialect.httpSteps());
        group = new MultiThreadIoEventLoopGroup(setup.loops, setup.io.handlers());
        for (int i = 0; i < setup.loops; i++) {
            ClientLoop loop = new ClientLoop(
                    group.next(),
                    ledger,
                    setup.target.transport().wire(setup.target),
                    setup.target.path(),
                    setup.dialect,
                    setup.sizes);
            loops.add(loop);
            threads.add(onLoop(loop, LoopThread::current));
        }
        Cast cast = setup.cast;
        for (int number = 0; number < cast.clients(); number++) {
            ClientLoop loop = loops.get(number % setup.loops);
            Client client = new Client(
                    number,
                    cast.roomName(cast.roomOf(number)),
                    behaviour(number),
                    ledger.receiver(number),
                    cast.spliceBytes(cast.roomOf(number)),
                    cast.isTalker(number) ? ledger.sender(number) : null,
                    loop,
                    joining);
            clients.add(client);
            loop.add(client);
        }
    }

    private Behaviour behaviour(int number) {
        if (setup.cast.isTalker(number)) {
            Persona who = new Persona(Cast.name(number), setup.cast.roomName(setup.cast.roomOf(number)), "");
            return new Talker(setup.run, number, setup.sizes, setup.dialect.message(who), setup.cast.talkers());
        }
        return setup.cast.isSlowReader(number) ? new SlowReader(setup.slowReaderBytesPerSecond) : new Listener();
    }

    /** How the connections come and go. */
    public Joining joining() {
        return joining;
    }

    /** What each loop measures. */
    public List<LoopRecorder> recorders() {
        return loops.stream().map(ClientLoop::recorder).toList();
    }

    /** The event loops' threads. */
    public List<LoopThread> threads() {
        return List.copyOf(threads);
    }

    /**
     * Lets the clients connect.
     *
     * @param address the target's
     * @param schedules when each does, by loop
     */
    public void connect(InetSocketAddress address, List<Schedule> schedules) {
        long startNs = System.nanoTime();
        for (int i = 0; i < loops.size(); i++) {
            ClientLoop loop = loops.get(i);
            Bootstrap bootstrap = bootstrap(address, loop.eventLoop());
            Schedule schedule = schedules.get(i);
            loop.eventLoop()
                    .execute(() -> loop.drive(schedule, startNs, (number, intendedNs) -> {
                        Client client = clients.get(number);
                        joining.attempt();
                        client.connects(intendedNs);
                        Runnable connect = () -> bootstrap
                                .clone()
                                .handler(client)
                                .localAddress(setup.sources.of(number))
                                .connect()
                                .addListener((ChannelFuture made) -> client.connected(made));
                        if (setup.dialect.httpSteps().isEmpty()) {
                            connect.run();
                        } else {
                            logins.make(client, loop.eventLoop(), connect);
                        }
                    }));
        }
    }

    private Bootstrap bootstrap(InetSocketAddress address, EventLoop eventLoop) {
        Bootstrap bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(setup.io.channel())
                .remoteAddress(address)
                .option(ChannelOption.TCP_NODELAY, true)
                // After a write has failed there may still be a bye to read, which says why.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, ClientLoop.receiveBuffers())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(MAX_PENDING_BYTES / 2, MAX_PENDING_BYTES));
        if (setup.io == Io.EPOLL) {
            // Bound to an address alone: a port is chosen at the connect, so that targets don't share those there are.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap;
    }

    /**
     * Lets the talkers talk.
     *
     * @param schedules when each does, by loop
     * @param startNs when the schedules' time 0 is
     */
    public void talk(List<Schedule> schedules, long startNs, Window window) {
        for (int i = 0; i < loops.size(); i++) {
            ClientLoop loop = loops.get(i);
            Schedule schedule = schedules.get(i);
            loop.eventLoop().execute(() -> {
                loop.measure(window);
                loop.drive(
                        schedule,
                        startNs,
                        (number, intendedNs) ->
                                clients.get(number).talk(intendedNs, System.nanoTime(), window.contains(intendedNs)));
            });
        }
    }

    /** Whether all that was scheduled has been fired. */
    public boolean isScheduleOver() {
        return loops.stream().allMatch(ClientLoop::isScheduleOver);
    }

    /** The drain begins: slow readers read freely. */
    public void readFreely() {
        loops.forEach(loop -> loop.eventLoop().execute(loop::readFreely));
    }

    /** Whether nothing more is expected: all is sent, and has arrived or is known not to. */
    public boolean isSettled() {
        int rooms = setup.cast.rooms();
        long[] sentByRoom = IntStream.range(0, rooms).mapToLong(ledger::sentIn).toArray();
        return loops.stream().allMatch(loop -> onLoop(loop, () -> loop.isSettled(sentByRoom, rooms)));
    }

    /** Asks a question while every event loop holds still, so that whatever they write may be read. */
    public <T> T whileStill(Supplier<T> question) throws InterruptedException {
        CountDownLatch still = new CountDownLatch(loops.size());
        CountDownLatch answered = new CountDownLatch(1);
        try {
            for (ClientLoop loop : loops) {
                loop.eventLoop().execute(() -> {
                    still.countDown();
                    hold(answered);
                });
            }
            still.await();
            return question.get();
        } finally {
            answered.countDown();
        }
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T onLoop(ClientLoop loop, Callable<T> question) {
        try {
            return loop.eventLoop().submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an event loop was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an event loop could not answer", e.getCause());
        }
    }

    /**
     * Closes every connection and ends the loops; what they wrote may then be read by anybody. Messages that were due and that a loop had
     * not come to count as scheduled, unsent and late.
     */
    @Override
    public void close() {
        long nowNs = System.nanoTime();
        loops.forEach(ClientLoop::closing);
        logins.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        joining.closeAll();
        loops.forEach(loop -> loop.fireTooLate(nowNs));
    }
}
