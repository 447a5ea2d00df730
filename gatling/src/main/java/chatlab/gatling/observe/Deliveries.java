package chatlab.gatling.observe;

import chatlab.generator.recording.HistogramLog;
import chatlab.protocol.MessageStamp;
import chatlab.protocol.StampScanner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * What came of what was said. Gatling knows of a WebSocket what its user waits for, and when: a message of somebody else is
 * none of that. But it asks how every text that comes is to be answered, at once, on the connection's event loop; here that
 * question is how everything that comes is seen. Thread-safe.
 */
public final class Deliveries implements Function<String, @Nullable String> {
    private static final String TYPED = "{\"type\":\"";
    private static final Pattern BYE = Pattern.compile("^\\{\"type\":\"bye\",\"reason\":\"(\\w+)\"");
    private static final Pattern ERROR = Pattern.compile("^\\{\"type\":\"error\",\"code\":\"(\\w+)\"");
    private static final Pattern GAP = Pattern.compile("^\\{\"type\":\"gap\",.*\"missed\":(\\d+)");
    private static final String PING = TYPED + "ping\"";
    private static final String WELCOME = TYPED + "welcome\"";
    private static final String PONG = "{\"type\":\"pong\"}";

    private final int run;
    private final Course course;
    private final int talkers;
    private final IntUnaryOperator owed;

    /** How often each message has come, by its place among all; those of one sender are so many apart as there are talkers. */
    private final AtomicIntegerArray copies;

    /** How many messages each talker has sent. */
    private final AtomicIntegerArray sentBy;

    private final Recorder latency = new Recorder(HistogramLog.DIGITS);
    private final Recorder sendLag = new Recorder(HistogramLog.DIGITS);

    /** Takes what is not measured, so that the way there is warm when the first is that is. */
    private final Recorder unmeasured = new Recorder(HistogramLog.DIGITS);

    private final LongAdder sent = new LongAdder();
    private final LongAdder sentInWindow = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder arrivedInWindow = new LongAdder();
    private final LongAdder ofOtherRuns = new LongAdder();
    private final LongAdder welcomed = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final Counts closed = new Counts();
    private final Counts errors = new Counts();

    /**
     * @param run which run the stamps name
     * @param messages how many are sent at most
     * @param owed how many should get what a talker says; what comes more often is no latency
     */
    public Deliveries(int run, Course course, int talkers, int messages, IntUnaryOperator owed) {
        this.owed = owed;
        this.run = run;
        this.course = course;
        this.talkers = talkers;
        copies = new AtomicIntegerArray(messages + talkers);
        sentBy = new AtomicIntegerArray(talkers);
    }

    /**
     * Looks at a text that a connection got.
     *
     * @return what it is to be answered by; null if by nothing
     */
    @Override
    public @Nullable String apply(String text) {
        if (text.startsWith(TYPED)) {
            return typed(text);
        }
        long nowNs = System.nanoTime();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1); // a stamp is ASCII, whatever stands around it
        StampScanner.scan(
                bytes, 0, bytes.length, (of, sender, sequence, dueNs) -> stamp(of, sender, sequence, dueNs, nowNs));
        return null;
    }

    private void stamp(int of, int sender, int sequence, long dueNs, long nowNs) {
        if (of != run) {
            ofOtherRuns.increment();
            return;
        }
        long place = (long) sequence * talkers + sender;
        if (sender < 0 || sender >= talkers || sequence < 0 || place >= copies.length()) {
            return; // of nobody here
        }
        received.increment();
        boolean isOwed = copies.incrementAndGet((int) place) <= owed.applyAsInt(sender);
        if (course.window().contains(nowNs)) {
            arrivedInWindow.increment();
        }
        if (isOwed) {
            (course.isMeasured(sender, sequence) ? latency : unmeasured).recordValue(HistogramLog.clamp(nowNs - dueNs));
        }
    }

    private @Nullable String typed(String text) {
        if (text.startsWith(PING)) {
            return PONG;
        }
        if (text.startsWith(WELCOME)) {
            welcomed.increment();
        }
        Matcher bye = BYE.matcher(text);
        if (bye.find()) {
            closed.count(bye.group(1));
        }
        Matcher error = ERROR.matcher(text);
        if (error.find()) {
            errors.count(error.group(1));
        }
        Matcher gap = GAP.matcher(text);
        if (gap.find()) {
            gaps.increment();
            missed.add(Long.parseLong(gap.group(1)));
        }
        return null;
    }

    /**
     * The stamp of a message that is handed over now.
     *
     * @param dueNs when it should have been
     */
    public String stamp(int sender, int sequence, long dueNs) {
        byte[] stamp = new byte[MessageStamp.LENGTH];
        MessageStamp.write(stamp, 0, run, sender, sequence, dueNs);
        return new String(stamp, StandardCharsets.US_ASCII);
    }

    /** This one's next message was handed over, so long after it was due. */
    public void sent(int sender, long lagNs) {
        sent.increment();
        boolean isMeasured = course.isMeasured(sender, sentBy.getAndIncrement(sender));
        if (isMeasured) {
            sentInWindow.increment();
        }
        (isMeasured ? sendLag : unmeasured).recordValue(HistogramLog.clamp(lagNs));
    }

    Recorder latency() {
        return latency;
    }

    Recorder sendLag() {
        return sendLag;
    }

    public long sent() {
        return sent.sum();
    }

    public long sentInWindow() {
        return sentInWindow.sum();
    }

    public long received() {
        return received.sum();
    }

    public long arrivedInWindow() {
        return arrivedInWindow.sum();
    }

    public long ofOtherRuns() {
        return ofOtherRuns.sum();
    }

    /** How many connections the server has welcomed. */
    public long welcomed() {
        return welcomed.sum();
    }

    /** How often a connection was told that it missed messages. */
    public long gaps() {
        return gaps.sum();
    }

    /** How many messages that were. */
    public long missed() {
        return missed.sum();
    }

    /** What came of every single message. */
    public Account account() {
        long expected = 0;
        long lacking = 0;
        long duplicated = 0;
        for (int sender = 0; sender < talkers; sender++) {
            int members = owed.applyAsInt(sender);
            for (int sequence = 0; sequence < sentBy.get(sender); sequence++) {
                int came = copies.get(sequence * talkers + sender);
                expected += members;
                lacking += Math.max(0, members - came);
                duplicated += Math.max(0, came - members);
            }
        }
        return new Account(expected, lacking, duplicated);
    }

    /**
     * Deliveries, by message: whose they are can't be told, so that one that is lacking and one too many of the same message
     * look like none.
     *
     * @param expected of everything sent, to every member of its room
     * @param lacking those that did not come
     * @param duplicated those that came too often
     */
    public record Account(long expected, long lacking, long duplicated) {}

    /** How many connections the server ended, by the reason that it gave. */
    public Map<String, Long> closed() {
        return closed.all();
    }

    /** How many errors it told, by code. */
    public Map<String, Long> errors() {
        return errors.all();
    }
}
