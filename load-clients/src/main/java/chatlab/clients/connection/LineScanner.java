package chatlab.clients.connection;

import chatlab.protocol.MessageStamp;
import chatlab.protocol.StampScanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds in a connection's bytes what matters: stamped lines, whose JSON is never parsed, and the frames that the server sends
 * of its own accord. Between reads it keeps only the incomplete head of a line: a stamp's beginning, or a whole server frame.
 * Confined to its event loop.
 */
final class LineScanner implements StampScanner.Sink {
    /** A server frame that is longer is not understood and skipped. */
    static final int MAX_KEPT_BYTES = 4096;

    private static final byte[] NOTHING = {};
    private static final byte[] SERVER_FRAME = "{\"type\":".getBytes(StandardCharsets.US_ASCII);

    /** Takes what was found. */
    interface Sink {
        /**
         * A whole line with a stamp; the other arguments are those of {@link MessageStamp}.
         *
         * @param lineBytes its length without the line feed
         */
        void delivery(int run, int sender, int sequence, long intendedNs, long lineBytes);

        /** A whole server frame is {@code bytes[from, to)}. */
        void serverFrame(byte[] bytes, int from, int to);
    }

    private final Sink sink;
    private byte[] kept = NOTHING;
    private boolean inBody;
    private boolean stamped;
    /** How much of the line was in earlier reads and is not kept. */
    private long bytesBefore;
    /** Where in a line the last stamp was, which is most likely where the next one is. */
    private int usualStampAt;

    private int run;
    private int sender;
    private int sequence;
    private long intendedNs;

    LineScanner(Sink sink) {
        this.sink = sink;
    }

    /** How many bytes were kept from the last read; they go in front of the next one's. */
    int keptBytes() {
        return kept.length;
    }

    /** Puts the kept bytes at the start of {@code bytes}. */
    void restore(byte[] bytes) {
        System.arraycopy(kept, 0, bytes, 0, kept.length);
        kept = NOTHING;
    }

    /** Reads {@code bytes[0, to)}, which begins with what was kept. */
    void scan(byte[] bytes, int to) {
        int at = 0;
        while (at < to) {
            if (!inBody && looksLikeServerFrame(bytes, at, to)) {
                int end = LineFeeds.find(bytes, at, to);
                if (end < to) {
                    sink.serverFrame(bytes, at, end);
                    at = end + 1;
                    continue;
                }
                if (to - at <= MAX_KEPT_BYTES) {
                    kept = Arrays.copyOfRange(bytes, at, to);
                    return;
                }
            }
            at = body(bytes, at, to);
        }
    }

    /** Reads the rest of a line that is no server frame, as far as it has come; answers where to go on. */
    private int body(byte[] bytes, int from, int to) {
        int usual = from + usualStampAt;
        boolean fromLineStart = !inBody;
        if (fromLineStart && usual + MessageStamp.LENGTH <= to && bytes[usual] == '~') {
            StampScanner.scan(bytes, usual, usual + MessageStamp.LENGTH, this);
        }
        int end = LineFeeds.find(bytes, stamped && fromLineStart ? usual + MessageStamp.LENGTH : from, to);
        int rest = to;
        if (!stamped) {
            rest = StampScanner.scan(bytes, from, end, this);
            if (stamped && fromLineStart) {
                usualStampAt = Math.max(0, firstMarker(bytes, from, end) - from);
            }
        }
        if (end < to) {
            if (stamped) {
                sink.delivery(run, sender, sequence, intendedNs, bytesBefore + end - from);
            }
            inBody = false;
            stamped = false;
            bytesBefore = 0;
            return end + 1;
        }
        inBody = true;
        bytesBefore += to - from;
        if (!stamped && rest < to) {
            kept = Arrays.copyOfRange(bytes, rest, to);
            bytesBefore -= kept.length;
        }
        return to;
    }

    private static int firstMarker(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '~') {
            at++;
        }
        return at;
    }

    private static boolean looksLikeServerFrame(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, SERVER_FRAME.length);
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != SERVER_FRAME[i]) {
                return false;
            }
        }
        return true;
    }

    /** A line's first stamp counts; what stands behind it is text. */
    @Override
    public void stamp(int run, int sender, int sequence, long intendedNs) {
        if (!stamped) {
            stamped = true;
            this.run = run;
            this.sender = sender;
            this.sequence = sequence;
            this.intendedNs = intendedNs;
        }
    }
}
