package chatlab.clients.connection;

import chatlab.clients.behaviour.Behaviour;
import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Churner;
import chatlab.clients.behaviour.Hopper;
import chatlab.clients.behaviour.Listener;
import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.behaviour.SlowReader;
import chatlab.clients.behaviour.Talker;
import chatlab.clients.dialect.Dialect;
import chatlab.clients.dialect.Persona;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.ledger.SentAccount;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.schedule.Schedule;
import chatlab.generator.recording.Window;
import chatlab.generator.watch.LoopThread;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** All clients that this process plays, on their event loops. */
public final class Fleet implements AutoCloseable {
    /** How much may wait for one talker's socket before its messages stay unsent. */
    static final int MAX_PENDING_BYTES = 1024 * 1024;

    /**
     * What a fleet is made of.
     *
     * @param targets whom its clients connect to
     * @param dialect how they speak
     * @param run the run that the stamps name
     * @param sizes the lengths of talkers' frames, without what the transport puts around them
     * @param slowReaderBytesPerSecond how much a slow reader reads
     * @param reconnects whether clients come back whose connections the server ends
     * @param sources where clients connect from
     * @param seed draws where hoppers move
     */
    public record Setup(
            Targets targets,
            Dialect dialect,
            Cast cast,
            int run,
            MessageSizes sizes,
            int slowReaderBytesPerSecond,
            boolean reconnects,
            SourceAddresses sources,
            long seed,
            int loops,
            Io io) {
        /** Which of the targets a client connects to. */
        int targetOf(int client) {
            return targets.indexOf(cast.rooms().of(client), cast.rooms().place(client));
        }
    }

    private final Setup setup;
    private final Ledger ledger;
    private final MultiThreadIoEventLoopGroup group;
    private final List<ClientLoop> loops = new ArrayList<>();
    /** Those that this process plays, in order. */
    private final List<Client> clients = new ArrayList<>();

    private final List<LoopThread> threads = new ArrayList<>();
    private final Joining joining = new Joining();
    private final Logins logins;

    /** Starts the event loops; nothing connects yet. */
    public Fleet(Setup setup, Ledger ledger) {
        this.setup = setup;
        this.ledger = ledger;
        logins = new Logins(setup.dialect.httpSteps());
        group = new MultiThreadIoEventLoopGroup(setup.loops, setup.io.handlers());
        for (int i = 0; i < setup.loops; i++) {
            ClientLoop loop = new ClientLoop(group.next(), ledger, setup);
            loops.add(loop);
            threads.add(onLoop(loop, LoopThread::current));
        }
        Cast cast = setup.cast;
        cast.shard().among(cast.clients()).forEach(number -> {
            ClientLoop loop = loops.get(cast.shard().loopOf(number, setup.loops));
            Client client = new Client(
                    number,
                    behaviour(number),
                    ledger.receiver(number),
                    cast.isTalker(number) ? ledger.sender(number) : null,
                    loop,
                    joining);
            clients.add(client);
            loop.add(client);
        });
    }

    private Behaviour behaviour(int number) {
        Cast cast = setup.cast;
        if (cast.isTalker(number)) {
            Persona who =
                    new Persona(Cast.name(number), cast.roomName(cast.rooms().of(number)), "");
            return new Talker(setup.run, number, setup.sizes, setup.dialect.message(who), cast.talkers());
        }
        if (cast.isHopper(number)) {
            return new Hopper(number, cast.rooms(), setup.seed);
        }
        if (cast.isChurner(number)) {
            return new Churner();
        }
        return cast.isSlowReader(number) ? new SlowReader(setup.slowReaderBytesPerSecond) : new Listener();
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
     * @param addresses the targets', in their order
     * @param schedules when each does, by loop
     */
    public void connect(List<InetSocketAddress> addresses, List<Schedule> schedules) {
        long startNs = System.nanoTime();
        for (int i = 0; i < loops.size(); i++) {
            ClientLoop loop = loops.get(i);
            Schedule schedule = schedules.get(i);
            loop.eventLoop().execute(() -> {
                loop.dialBy(new Dialler(setup, addresses, logins, loop));
                loop.drive(schedule, startNs, (number, intendedNs) -> {
                    joining.attempt();
                    client(number).presence().connect(intendedNs);
                });
            });
        }
    }

    /**
     * Lets the talkers talk, and those move who move.
     *
     * @param schedules when each does, by loop
     * @param startNs when the schedules' time 0 is
     */
    public void play(List<Schedule> schedules, long startNs, Window window) {
        for (int i = 0; i < loops.size(); i++) {
            ClientLoop loop = loops.get(i);
            Schedule schedule = schedules.get(i);
            loop.eventLoop().execute(() -> {
                loop.measure(window);
                loop.drive(
                        schedule,
                        startNs,
                        (number, intendedNs) ->
                                client(number).act(intendedNs, System.nanoTime(), window.contains(intendedNs)));
            });
        }
    }

    private Client client(int number) {
        return clients.get(setup.cast.shard().place(number));
    }

    /** Whether all that was scheduled has been fired. */
    public boolean isScheduleOver() {
        return loops.stream().allMatch(ClientLoop::isScheduleOver);
    }

    /** The drain begins: slow readers read freely. */
    public void readFreely() {
        loops.forEach(loop -> loop.eventLoop().execute(loop::readFreely));
    }

    /** Whether every socket has taken all that was handed over to it. */
    public boolean isFlushed() {
        return ledger.senders().stream().allMatch(SentAccount::isFlushed);
    }

    /** Whether nothing more is expected: all is sent, and has arrived or is known not to. */
    public boolean isSettled() {
        long[] sentByRoom = IntStream.range(0, setup.cast.rooms().count())
                .mapToLong(ledger::sentIn)
                .toArray();
        return loops.stream().allMatch(loop -> onLoop(loop, () -> loop.isSettled(sentByRoom)));
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
        if (!group.isShuttingDown()) {
            // Not left to the group's end, after which connections were seen to be open still.
            loops.forEach(loop -> loop.eventLoop().submit(loop::hangUp).awaitUninterruptibly());
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        joining.closeAll();
        loops.forEach(loop -> loop.fireTooLate(nowNs));
    }
}
