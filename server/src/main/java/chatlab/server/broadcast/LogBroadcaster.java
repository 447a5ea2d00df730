package chatlab.server.broadcast;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Framing;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Message;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A log per room instead of a copy per member. Messages are appended; when the loop's iteration ends, when its patience
 * does, or when more has come together than a write should hold, every member that is not busy gets what it has not got
 * yet, a write for each segment of it, which is mostly one. So a message costs one copy, a member one write per sweep, and
 * one that can't keep up costs its cursor. Confined to the loop but for {@link #heldBytes}.
 */
final class LogBroadcaster implements Broadcaster {
    /**
     * More of a room does not wait for a sweep: what is written together should stand in one segment, and fit into the
     * sockets.
     */
    private static final int SWEEP_BYTES = SegmentPool.LARGEST_BYTES;

    /**
     * Once a room has gathered so much, patience ends with the iteration: writing that costs more than the call, so that
     * waiting for more would save little and leave the loop idle where it is needed most.
     */
    private static final int PATIENT_BYTES = 64 * 1024;

    /**
     * For so long a loop that is patient looks at nothing, after each iteration that brought messages: being woken for every
     * single one would cost it more than reading it. Short, because whoever wants something else waits as long.
     */
    private static final long REST_NS = 1_000_000;

    /** A shorter one is over before it has begun. */
    private static final long LEAST_REST_NS = 100_000;

    private final Loop loop;
    private final LogOptions options;
    private final LongSupplier clockNs;
    private final LongSupplier cpuNs;
    private final SegmentPool pool;
    private final Patience patience;
    private final int sweepBytes;
    private final Set<RoomLog> unswept = new LinkedHashSet<>();

    /** Those that hold segments. */
    private final Set<RoomLog> holding = new LinkedHashSet<>();

    /** Whether it is told of the end of the iteration. */
    private boolean awaitsEnd;

    /** Whether it is told of the end of its patience. */
    private boolean awaitsTimer;

    private boolean sweeping;
    private List<Runnable> afterSweep = new ArrayList<>();

    /** Whether this iteration brought more than can wait: there is more where that came from. */
    private boolean sweptEarly;

    /** What the room that has gathered most has not been swept of. */
    private int mostUnsweptBytes;

    private int turn;

    LogBroadcaster(Loop loop, LogOptions options) {
        this(loop, options, System::nanoTime, cpuNs(options), UnpooledByteBufAllocator.DEFAULT);
    }

    /**
     * @param cpuNs how much CPU the loop has used, in nanoseconds
     * @param allocator gives the memory of the logs
     */
    LogBroadcaster(
            Loop loop, LogOptions options, LongSupplier clockNs, LongSupplier cpuNs, ByteBufAllocator allocator) {
        this.loop = loop;
        this.options = options;
        this.clockNs = clockNs;
        this.cpuNs = cpuNs;
        pool = new SegmentPool(options.loopLogBytes(), allocator);
        patience = new Patience(options.patience().toNanos(), options.cpusPerLoop(), clockNs);
        sweepBytes = Math.min(SWEEP_BYTES, options.roomLogBytes() / 2);
    }

    /** Only patience goes by it, and asking is a system call. Where it can't be told, time has to do for it. */
    private static LongSupplier cpuNs(LogOptions options) {
        if (options.patience().isZero()) {
            return () -> 0;
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : System::nanoTime;
    }

    @Override
    public Audience audience(String room) {
        return new LogAudience(this, room);
    }

    @Override
    public long heldBytes() {
        return pool.heldBytes();
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public void afterWrites(Runnable task) {
        if (unswept.isEmpty()) {
            task.run();
        } else {
            afterSweep.add(task);
        }
    }

    LogOptions options() {
        return options;
    }

    SegmentPool pool() {
        return pool;
    }

    /**
     * Appends a message to a log of this loop and sees to it that it is swept. If that fails, there may be no memory for it,
     * the log's members are told that they missed it.
     */
    void append(RoomLog log, Message message, Framing framing) {
        try {
            store(log, message, message.framedBytes(framing));
        } catch (RuntimeException | Error e) {
            log.skip();
            throw e;
        } finally {
            expectSweep(log);
        }
    }

    private void store(RoomLog log, Message message, int framedBytes) {
        if (log.unsweptBytes() + framedBytes > sweepBytes) {
            sweepEarly();
        }
        makeRoom(log.chain(), framedBytes);
        log.append(message, framedBytes);
    }

    private void expectSweep(RoomLog log) {
        if (!log.awaitsSweep) { // looking into the sets would cost every message more
            holding.add(log);
            unswept.add(log);
            log.awaitsSweep = true;
        }
        mostUnsweptBytes = Math.max(mostUnsweptBytes, log.unsweptBytes());
        patience.appended(log.size());
        if (!awaitsEnd) {
            awaitsEnd = true;
            loop.atEndOfIteration(this::iterationEnded);
        }
    }

    /** Offers a log's members what has been appended to it, without the patience that the others have. */
    void sweepNow(RoomLog log) {
        if (log.awaitsSweep) {
            unswept.remove(log);
            log.awaitsSweep = false;
            sweep(log);
            if (unswept.isEmpty()) {
                mostUnsweptBytes = 0;
                runAfterSweep();
            }
        }
    }

    /** The log has no members any more, and holds nothing. */
    void emptied(RoomLog log) {
        holding.remove(log);
        if (!sweeping) {
            unswept.remove(log);
            log.awaitsSweep = false;
        }
    }

    private void iterationEnded() {
        awaitsEnd = false;
        long leftNs = sweepUnlessPatient();
        if (leftNs >= LEAST_REST_NS && !sweptEarly) {
            loop.rest(Math.min(leftNs, REST_NS));
        }
        sweptEarly = false;
    }

    private void timeIsOver() {
        awaitsTimer = false;
        sweepUnlessPatient();
    }

    /** For how long there is patience still; not above 0 if there is none, and all is swept. */
    private long sweepUnlessPatient() {
        long leftNs = mostUnsweptBytes < PATIENT_BYTES ? patience.leftNs(clockNs.getAsLong()) : 0;
        if (leftNs <= 0) {
            sweepAll();
        } else if (!awaitsTimer && !unswept.isEmpty()) {
            awaitsTimer = true;
            loop.after(leftNs, this::timeIsOver);
        }
        return leftNs;
    }

    private void sweepEarly() {
        sweptEarly = true;
        sweepAll();
    }

    private void sweepAll() {
        if (unswept.isEmpty()) {
            runAfterSweep(); // all of the rooms may have been left since
            return;
        }
        turn++;
        mostUnsweptBytes = 0;
        sweeping = true;
        long startCpuNs = cpuNs.getAsLong();
        int writes = 0;
        Throwable failure = null;
        for (RoomLog log : unswept) {
            writes += log.size();
            try {
                sweep(log);
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure; // the other rooms are not to wait for their next message
            }
        }
        unswept.forEach(log -> log.awaitsSweep = false);
        unswept.clear();
        sweeping = false;
        patience.swept(clockNs.getAsLong(), cpuNs.getAsLong() - startCpuNs, writes);
        runAfterSweep();
        switch (failure) {
            case null -> {}
            case Error e -> throw e;
            default -> throw (RuntimeException) failure;
        }
    }

    private void runAfterSweep() {
        if (!afterSweep.isEmpty()) {
            List<Runnable> tasks = afterSweep;
            afterSweep = new ArrayList<>();
            tasks.forEach(Runnable::run);
        }
    }

    /** Members of this loop are written to next. */
    void aboutToWrite() {
        loop.aboutToWrite();
    }

    private void sweep(RoomLog log) {
        log.sweep(turn);
        if (log.chain().heldBytes() == 0) {
            holding.remove(log);
        }
    }

    /**
     * Where all logs together hold more than they may, the oldest of the one that holds most goes. Only what everybody has
     * been offered may go; a sweep to that end is made where nothing has been, as it costs more than the message is worth.
     */
    private void makeRoom(SegmentChain chain, int framedBytes) {
        boolean mayGo = true;
        boolean swept = false;
        while (mayGo && isShortFor(chain, framedBytes)) {
            mayGo = dropFromLargest();
            if (!mayGo && !swept) {
                sweepEarly();
                swept = true;
                mayGo = true;
            }
        }
    }

    /** Asked anew each time, because a sweep changes how much the log takes next. */
    private boolean isShortFor(SegmentChain chain, int framedBytes) {
        int capacity = chain.capacityFor(framedBytes);
        return capacity > 0 && pool.isShortOf(capacity);
    }

    private boolean dropFromLargest() {
        return holding.stream()
                .max(Comparator.comparingLong(log -> log.chain().heldBytes()))
                .map(RoomLog::dropOldest)
                .orElse(false);
    }
}
