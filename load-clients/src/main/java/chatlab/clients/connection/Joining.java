package chatlab.clients.connection;

import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.protocol.ByeReason;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How the clients' connections come and go, counted over all event loops. Any thread may read. */
public final class Joining {
    private final AtomicInteger attempted = new AtomicInteger();
    private final AtomicInteger established = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger steppedOut = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();
    private final AtomicInteger stranded = new AtomicInteger();
    private volatile boolean over;
    private final AtomicInteger slowAgainstTheirWill = new AtomicInteger();
    private final AtomicReference<@Nullable Failure> firstFailure = new AtomicReference<>();
    private final AtomicReference<@Nullable Failure> firstFailureToReturn = new AtomicReference<>();
    private final AtomicReference<@Nullable Failure> firstOwnFailureToReturn = new AtomicReference<>();
    private final ConcurrentMap<String, LongAdder> closed = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();

    void attempt() {
        attempted.incrementAndGet();
    }

    void establish() {
        established.incrementAndGet();
    }

    void join() {
        joined.incrementAndGet();
    }

    /** A client will not join: the connect failed, or the server ended the connection first. */
    void fail(Failure failure) {
        firstFailure.compareAndSet(null, failure);
        failed.incrementAndGet();
    }

    /** @param readFreely whether the client read as fast as it could */
    void leave(String reason, boolean readFreely) {
        left.incrementAndGet();
        if (readFreely && reason.equals(ByeReason.SLOW_CONSUMER.wire())) {
            slowAgainstTheirWill.incrementAndGet();
        }
        closed.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    /** A client leaves of its own accord, to come back. */
    void stepOut() {
        steppedOut.incrementAndGet();
    }

    /**
     * One that had stepped out or was ended is welcomed again.
     *
     * @param wasStranded whether it had stepped out, and attempts to come back had failed
     */
    void comeBack(boolean wasStranded) {
        back.incrementAndGet();
        if (wasStranded) {
            stranded.decrementAndGet();
        }
    }

    /**
     * An attempt to come back has failed.
     *
     * @param newlyStranded whether it was the first one of a client that had stepped out
     */
    void failToReturn(Failure failure, boolean newlyStranded) {
        firstFailureToReturn.compareAndSet(null, failure);
        if (failure.blame() == Blame.GENERATOR) {
            firstOwnFailureToReturn.compareAndSet(null, failure);
        }
        if (newlyStranded) {
            stranded.incrementAndGet();
        }
    }

    void error(String code) {
        errors.computeIfAbsent(code, c -> new LongAdder()).increment();
    }

    /** Connects begun. */
    public int attempted() {
        return attempted.get();
    }

    /** Connections made. */
    public int established() {
        return established.get();
    }

    /** Clients that could not join. */
    public int failed() {
        return failed.get();
    }

    /** Clients that were welcomed. */
    public int joined() {
        return joined.get();
    }

    /** This end has closed every connection. */
    void closeAll() {
        over = true;
    }

    /** Clients that were welcomed and are connected. */
    public int connected() {
        return over ? 0 : joined.get() - left.get() - steppedOut.get() + back.get();
    }

    /**
     * Whether clients were welcomed, and the server has ended the connections of all of them, but for those that had left and can't come
     * back. Only where who is ended does not come back.
     */
    public boolean isDeserted() {
        // Who leaves has joined before: read in this order, nobody is missed who joins meanwhile.
        int ended = left.get();
        return ended > 0 && ended + stranded.get() == joined.get();
    }

    /** Why the first client that failed did; null while none has. */
    public @Nullable Failure firstFailure() {
        return firstFailure.get();
    }

    /** Why the first attempt to come back that failed did; null while none has. */
    public @Nullable Failure firstFailureToReturn() {
        return firstFailureToReturn.get();
    }

    /** The same of those that are this process's own doing. */
    public @Nullable Failure firstOwnFailureToReturn() {
        return firstOwnFailureToReturn.get();
    }

    /** How many connections of joined clients the server ended, by reason. */
    public Map<String, Long> closed() {
        return sums(closed);
    }

    /** How many clients the server ended as slow consumers although they read as fast as they could. */
    public int slowAgainstTheirWill() {
        return slowAgainstTheirWill.get();
    }

    /** How many errors the server told, by code. */
    public Map<String, Long> errors() {
        return sums(errors);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }
}
