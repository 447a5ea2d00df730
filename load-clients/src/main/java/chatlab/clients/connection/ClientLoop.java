package chatlab.clients.connection;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.dialect.Dialect;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.schedule.Driver;
import chatlab.clients.schedule.Schedule;
import chatlab.generator.recording.Window;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the clients of one event loop share: the driver of its schedule, buffers, its recorder. Confined to that loop. */
final class ClientLoop {
    /** What is scanned at a time. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** How long a client that comes back waits for its connection and its welcome. */
    static final int MOST_SILENCE_S = 20;

    /** After so many messages those that wait are flushed: what is said to be sent must not wait for the rest of a burst. */
    private static final int MOST_UNFLUSHED = 64;

    private final EventLoop eventLoop;
    private final Ledger ledger;
    private final Fleet.Setup setup;
    /** By target. */
    private final List<Wire> wires;

    private final byte[] frame;
    /** By room. */
    private final int[] splicedBytes;

    private final Backoff backoff = new Backoff(new SplittableRandom());
    private final LoopRecorder recorder = new LoopRecorder();
    private final List<Client> clients = new ArrayList<>();
    private final List<Client> touched = new ArrayList<>();
    private final SharedReadBuffer readBuffer = new SharedReadBuffer();
    private final byte[] bytes = new byte[Scanner.MAX_KEPT_BYTES + PIECE_BYTES];

    private @Nullable Dialler dialler;
    private @Nullable Driver driver;
    private int unflushed;
    private long dueNs;
    private @Nullable Window window;
    private int deliveredByRead;
    private int countedByRead;
    private long readNs;
    private boolean readingFreely;
    private volatile boolean closing;
    private volatile boolean scheduleOver;

    ClientLoop(EventLoop eventLoop, Ledger ledger, Fleet.Setup setup) {
        this.eventLoop = eventLoop;
        this.ledger = ledger;
        this.setup = setup;
        wires = setup.targets().all().stream()
                .map(target -> setup.targets().transport().wire(target))
                .toList();
        frame = new byte[setup.sizes().longest() + setup.dialect().mostBytesAround()];
        int rooms = setup.cast().rooms().count();
        splicedBytes = IntStream.range(0, rooms).map(setup.cast()::spliceBytes).toArray();
    }

    /** Where its clients read to. */
    RecvByteBufAllocator readBuffer() {
        return readBuffer;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** How a client's frames travel. */
    Wire wire(int client) {
        return wires.get(setup.targetOf(client));
    }

    /** What follows the targets' hosts and ports. */
    String path() {
        return setup.targets().path();
    }

    /** What its clients say and understand. */
    Dialect dialect() {
        return setup.dialect();
    }

    /** Who is where. */
    Cast cast() {
        return setup.cast();
    }

    /** How long messages are. */
    MessageSizes sizes() {
        return setup.sizes();
    }

    /** How much longer every message of a room is when it arrives. */
    int splicedBytes(int room) {
        return splicedBytes[room];
    }

    /** Whether clients come back now whose connections the server ends: not before the first message. */
    boolean reconnects() {
        return setup.reconnects() && window != null;
    }

    /** How many messages a talker has handed over so far. */
    int handedOver(int talker) {
        return ledger.handedOver(talker);
    }

    /** Where a talker writes its message before it is sent. */
    byte[] frame() {
        return frame;
    }

    LoopRecorder recorder() {
        return recorder;
    }

    /** Who connects its clients. */
    void dialBy(Dialler newDialler) {
        dialler = newDialler;
    }

    /**
     * Connects a client. Only after {@link #dialBy}.
     *
     * @param elsewhere where a server has sent it; null for its target
     */
    void dial(Client client, int number, @Nullable InetSocketAddress elsewhere) {
        if (dialler != null && !closing) {
            dialler.dial(client, number, elsewhere);
        }
    }

    /** Does something if a client that wants to come back has not been let in for long. */
    ScheduledFuture<?> inCaseOfSilence(Runnable what) {
        return eventLoop.schedule(what, MOST_SILENCE_S, TimeUnit.SECONDS);
    }

    /** Lets a client try again after a while, unless everything is being closed by then. */
    void later(Runnable attempt, int failures, long retryAfterMillis) {
        if (!closing) {
            var _ = eventLoop.schedule(attempt, backoff.delayMillis(failures, retryAfterMillis), TimeUnit.MILLISECONDS);
        }
    }

    void add(Client client) {
        clients.add(client);
    }

    boolean isClosing() {
        return closing;
    }

    void closing() {
        closing = true;
    }

    /** Whether everything that was scheduled has been fired. */
    boolean isScheduleOver() {
        return scheduleOver;
    }

    /** Drives {@code action} from now on; on this loop. */
    void drive(Schedule schedule, long startNs, Driver.Action action) {
        scheduleOver = false;
        driver = new Driver(schedule, startNs, action);
        wake();
    }

    /** What is due in {@code window} is measured; on this loop. */
    void measure(Window window) {
        this.window = window;
    }

    /** Ends its clients' connections; on this loop. */
    void hangUp() {
        clients.forEach(Client::hangUp);
    }

    boolean isInWindow(long ns) {
        return window != null && window.contains(ns);
    }

    private void wake() {
        poll(System.nanoTime());
        if (driver != null && !closing) {
            var _ = eventLoop.schedule(this::wake, dueNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void poll(long nowNs) {
        if (driver == null || closing) {
            return;
        }
        long delayNs = driver.poll(nowNs);
        flush();
        if (delayNs == Schedule.OVER) {
            driver = null;
            scheduleOver = true;
        } else {
            dueNs = nowNs + delayNs;
        }
    }

    /** Fires the messages that were due and have not been fired, now that the loop has ended; none of them is sent. */
    void fireTooLate(long nowNs) {
        if (driver != null && window != null) {
            driver.poll(nowNs);
            driver = null;
        }
    }

    private void flush() {
        for (Client client : touched) {
            client.flush();
        }
        touched.clear();
        unflushed = 0;
    }

    /** A client has something to flush, at the end of this poll at the latest. */
    void touch(Client client) {
        touched.add(client);
    }

    /** One of its clients, which is touched, has written a message. */
    void wrote() {
        unflushed++;
        if (unflushed == MOST_UNFLUSHED) {
            flush();
        }
    }

    /**
     * Reads what a socket gave, and then fires what has become due: a flood of deliveries must not delay sending.
     *
     * @return who reads what the socket gives next
     */
    Scanner read(Scanner scanner, ByteBuf from) {
        Scanner next = scanner;
        readNs = System.nanoTime();
        deliveredByRead = 0;
        countedByRead = 0;
        while (from.isReadable()) {
            int kept = next.keptBytes();
            int count = Math.min(from.readableBytes(), PIECE_BYTES);
            next.restore(bytes);
            from.readBytes(bytes, kept, count);
            next = next.scan(bytes, 0, kept + count);
        }
        if (deliveredByRead > 0) {
            recorder.arrived(deliveredByRead, isInWindow(readNs) ? countedByRead : 0);
        }
        if (driver != null) {
            long nowNs = System.nanoTime();
            if (nowNs - dueNs >= 0) {
                poll(nowNs);
            }
        }
        return next;
    }

    /** @param counts whether it is a delivery of this run, the first of its message, to a client that reads freely */
    void delivered(boolean counts, long intendedNs) {
        deliveredByRead++;
        if (!counts) {
            return;
        }
        countedByRead++;
        if (isInWindow(intendedNs)) {
            recorder.latency(readNs - intendedNs);
        }
    }

    /** One of those came back to its sender, which really handed it over then. */
    void cameBack(long handedOverNs, long intendedNs) {
        if (isInWindow(intendedNs)) {
            recorder.uncorrected(readNs - handedOverNs);
        }
    }

    /** Whether slow readers read freely. */
    boolean isReadingFreely() {
        return readingFreely;
    }

    void readFreely() {
        readingFreely = true;
        clients.forEach(Client::readFreely);
    }

    /** Whether everything that was handed over has been sent, everything sent has arrived, and who left is back; on this loop. */
    boolean isSettled(long[] sentByRoom) {
        for (Client client : clients) {
            if (client.presence().isMoving()
                    || !ledger.isSettled(client.received().client(), sentByRoom, client.sentUnheard())) {
                return false;
            }
        }
        return ledger.senders().stream().allMatch(sender -> sender.isFlushed());
    }
}
