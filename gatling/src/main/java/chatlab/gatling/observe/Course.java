package chatlab.gatling.observe;

import chatlab.generator.recording.Window;
import chatlab.generator.watch.LoopThread;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * When who is to say something: as soon as everybody who is to be there is, or can't come, messages become due at an even
 * rate, whoever is whenever able to send them. Those who talk do so in turn, in an order that the seed chooses. Times are
 * nanoseconds of the host's monotonic clock. Thread-safe.
 */
public final class Course {
    /** From when all are there until the first message is due: they look whether they all are only now and then. */
    public static final Duration HEAD_START = Duration.ofSeconds(1);

    private final int awaited;
    private final List<Integer> places;
    private final double rate;
    private final Duration warmup;
    private final Duration talk;
    private final Duration drain;
    private final boolean waitsForStart;
    private final Set<LoopThread> loops = ConcurrentHashMap.newKeySet();
    private final AtomicInteger decided = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private volatile Runnable atEnd = () -> {};
    private volatile long startNs;
    private volatile boolean begun;

    /**
     * @param awaited how many have to be there
     * @param talkers how many of them talk
     * @param rate messages per second, of all talkers together
     * @param warmup how long they talk before it is measured
     * @param talk how long in all
     * @param drain how long they listen on
     * @param waitsForStart whether somebody has to {@link #start} it
     */
    public Course(
            int awaited,
            int talkers,
            double rate,
            Duration warmup,
            Duration talk,
            Duration drain,
            long seed,
            boolean waitsForStart) {
        this.waitsForStart = waitsForStart;
        this.awaited = awaited;
        this.rate = rate;
        this.warmup = warmup;
        this.talk = talk;
        this.drain = drain;
        places = IntStream.range(0, talkers).boxed().collect(Collectors.toList());
        Collections.shuffle(places, new Random(seed));
    }

    /** Somebody has begun its journey. Called on the event loop that it is on. */
    public void hasSetOut() {
        loops.add(LoopThread.current());
    }

    /** Somebody who was awaited is there. */
    public void hasJoined() {
        present.incrementAndGet();
        decided();
    }

    /** Somebody who was awaited won't come. */
    public void cannotJoin() {
        decided();
    }

    private void decided() {
        if (decided.incrementAndGet() == awaited && !waitsForStart) {
            var _ = start(System.nanoTime() + HEAD_START.toNanos());
        }
    }

    /**
     * Makes the first message due at that moment, which has to be at least {@link #HEAD_START} away for everybody to know of it
     * in time.
     *
     * @return whether it was waiting for that
     */
    public synchronized boolean start(long atNs) {
        if (begun || !isDecided()) {
            return false;
        }
        startNs = atNs;
        begun = true;
        return true;
    }

    /** Whether everybody is there or won't come. */
    public boolean isDecided() {
        return decided.get() >= awaited;
    }

    /** How many have to be there. */
    public int awaited() {
        return awaited;
    }

    /** The event loops of those who have set out. */
    public List<LoopThread> loops() {
        return List.copyOf(loops);
    }

    /** Somebody has come to the end of its journey. */
    public void hasFinished() {
        finished.incrementAndGet();
    }

    /** How many have. */
    public int finished() {
        return finished.get();
    }

    /** Somebody has found its connection ended before it left by itself. */
    public void wasCutOff() {
        cutOff.incrementAndGet();
    }

    /** How many have. */
    public int cutOff() {
        return cutOff.get();
    }

    /** Somebody has left by itself; it may come again. */
    public void hasLeft() {
        left.incrementAndGet();
    }

    /** How many of those who were welcomed are there still, as far as they know. */
    public long staying(long welcomed) {
        return Math.max(0, welcomed - left.get() - cutOff.get());
    }

    /** Runs that when all have left, while their event loops are still there. */
    public void whenOver(Runnable task) {
        atEnd = task;
    }

    /** All have left. */
    public void isOver() {
        atEnd.run();
    }

    /** How many messages have become due so far. */
    public long due() {
        if (!begun) {
            return 0;
        }
        long sinceNs = System.nanoTime() - startNs;
        return sinceNs < 0 ? 0 : Math.min(messages(), (long) (rate * sinceNs / TimeUnit.SECONDS.toNanos(1)) + 1);
    }

    /** How many of those who were awaited are there. */
    public int present() {
        return present.get();
    }

    /** Whether it is known when the first message is due. */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether what is said is measured already. */
    public boolean isWarm() {
        return begun && System.nanoTime() - window().fromNs() >= 0;
    }

    /** Whether this one talks. */
    public boolean talks(int user) {
        return user < places.size();
    }

    /** Whether the user's message of that number, from 0, is still due. */
    public boolean has(int user, int number) {
        return place(user, number) < messages();
    }

    /** Whether the user's message of that number is measured: by the schedule, however much later it became due. */
    public boolean isMeasured(int user, int number) {
        long place = place(user, number);
        return place >= messagesBeforeWindow() && place < messages();
    }

    /** When the user's message of that number is due. */
    public long dueNs(int user, int number) {
        return startNs + (long) (place(user, number) / rate * TimeUnit.SECONDS.toNanos(1));
    }

    /** Among all messages. */
    private long place(int user, int number) {
        return places.get(user) + (long) number * places.size();
    }

    private long messages() {
        return (long) Math.floor(rate * talk.toNanos() / TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * How many deliveries are owed of the messages that the schedule has in the window, sent or not.
     *
     * @param owed of a message of this talker
     */
    public long expectedInWindow(IntUnaryOperator owed) {
        int[] talkers = new int[places.size()];
        for (int user = 0; user < talkers.length; user++) {
            talkers[places.get(user)] = user;
        }
        long expected = 0;
        for (long place = messagesBeforeWindow(); place < messages(); place++) {
            expected += owed.applyAsInt(talkers[(int) (place % talkers.length)]);
        }
        return expected;
    }

    /** How many messages the schedule has in the window. */
    public long messagesInWindow() {
        return messages() - messagesBeforeWindow();
    }

    private long messagesBeforeWindow() {
        return (long) Math.ceil(rate * warmup.toNanos() / TimeUnit.SECONDS.toNanos(1));
    }

    /** What is measured: messages that are due in it. */
    public Window window() {
        return new Window(startNs + warmup.toNanos(), startNs + talk.toNanos());
    }

    /** How long from now until everything is over. */
    public Duration untilOver() {
        return Duration.ofNanos(Math.max(0, startNs + talk.toNanos() + drain.toNanos() - System.nanoTime()));
    }
}
