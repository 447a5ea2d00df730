package chatlab.clients.connection;

import chatlab.clients.dialect.Heeds;
import chatlab.protocol.MessageStamp;
import chatlab.protocol.StampScanner;

/**
 * Reads one message after the other, each in one piece or several: stamped ones, whose text is never parsed, and the frames that
 * the server sends of its own accord and the client heeds. Where messages begin and end is the transport's business. Confined to its event loop.
 */
final class MessageReader implements StampScanner.Sink {
    /** A server frame that is longer and comes in pieces is not understood and skipped. */
    static final int MAX_SERVER_FRAME_BYTES = 4096;

    private final Heeds heeds;
    private final Scanner.Sink sink;
    private boolean inBody;
    private boolean stamped;
    /** How much of the message came before and will not come again. */
    private long bytesBefore;
    /** Where in a message the last stamp was, which is most likely where the next one is. */
    private int usualStampAt;

    private int run;
    private int sender;
    private int sequence;
    private long intendedNs;

    MessageReader(Heeds heeds, Scanner.Sink sink) {
        this.heeds = heeds;
        this.sink = sink;
    }

    /**
     * Looks for a stamp where it usually is in a message that begins at {@code from}, or that goes on there.
     *
     * @return behind it, or {@code from} if there is none: the message ends there or later
     */
    int peek(byte[] bytes, int from, int to) {
        int usual = from + usualStampAt;
        if (!inBody && usual + MessageStamp.LENGTH <= to && bytes[usual] == '~' && !heeds.mayBegin(bytes, from, to)) {
            StampScanner.scan(bytes, usual, usual + MessageStamp.LENGTH, this);
            return stamped ? usual + MessageStamp.LENGTH : from;
        }
        return from;
    }

    /**
     * Reads the next piece of a message, {@code bytes[from, to)}.
     *
     * @param last whether the message ends with it
     * @return from where on the piece has to come again in front of the message's next one; {@code to} if nothing has to
     */
    int read(byte[] bytes, int from, int to, boolean last) {
        if (!inBody && !stamped && heeds.mayBegin(bytes, from, to)) {
            if (last && heeds.begins(bytes, from, to)) {
                sink.serverFrame(bytes, from, to);
                return to;
            }
            if (!last && to - from <= MAX_SERVER_FRAME_BYTES) {
                return from;
            }
        }
        int rest = stamped ? to : search(bytes, from, to);
        if (last) {
            if (stamped) {
                sink.delivery(run, sender, sequence, intendedNs, bytesBefore + to - from);
            }
            inBody = false;
            stamped = false;
            bytesBefore = 0;
            return to;
        }
        inBody = true;
        bytesBefore += rest - from;
        return rest;
    }

    /** Looks for a stamp; answers where one may have begun that the next piece completes. */
    private int search(byte[] bytes, int from, int to) {
        peek(bytes, from, to);
        if (stamped) {
            return to;
        }
        int rest = StampScanner.scan(bytes, from, to, this);
        if (!stamped) {
            return rest;
        }
        if (!inBody) {
            usualStampAt = firstMarker(bytes, from, to) - from;
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

    /** A message's first stamp counts; what stands behind it is text. */
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
