package chatlab.server.transport;

import chatlab.protocol.WebSocket;
import chatlab.protocol.WebSocket.CloseCode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a WebSocket client sends (RFC 6455, section 5), in whatever pieces it comes: unmasks, puts fragments together,
 * and refuses everything that the RFC tells a server to refuse. What came whole is handed on where it stands. Confined to
 * its loop.
 *
 * <p>UTF-8 is looked at once a message is whole; so a character may be cut by fragments.
 */
final class WebSocketReader {
    private static final byte[] NOTHING = {};

    /** What takes what was sent. Each answers whether more is wanted. */
    interface Sink {
        /** A whole text message in valid UTF-8. */
        boolean message(byte[] bytes, int offset, int length);

        /**
         * A whole control frame.
         *
         * @throws WebSocketException if its payload is against the rules
         */
        boolean control(int opcode, byte[] bytes, int offset, int length) throws WebSocketException;
    }

    private final int maxMessageBytes;
    private final WebSocketHeader header = new WebSocketHeader();
    private final Gathered message = new Gathered();
    private final Gathered control = new Gathered();

    /** Whether a message has begun whose last fragment has not been finished. */
    private boolean fragmented;

    private int payloadRead;

    /** @param maxMessageBytes the longest message taken, over all its fragments */
    WebSocketReader(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Takes in {@code bytes[from, to)}, overwriting payloads in them by what they mean.
     *
     * @throws WebSocketException if a rule was broken; this reader is of no use any more then
     */
    void take(byte[] bytes, int from, int to, Sink sink) throws WebSocketException {
        int at = from;
        boolean wanted = true;
        while (wanted && at < to) {
            at = header.read(bytes, at, to, fragmented);
            if (header.isWhole()) {
                requireRoom();
                int piece = (int) Math.min(header.length() - payloadRead, to - at);
                WebSocket.mask(bytes, at, at + piece, header.mask(), payloadRead);
                payloadRead += piece;
                wanted = payload(bytes, at, piece, sink);
                at += piece;
            }
        }
    }

    /** Whether a message is under way, so that a control frame that has just come stands within it. */
    boolean isWithinMessage() {
        return fragmented;
    }

    /** How much memory is held for what is unfinished; 0 if nothing is. */
    int heldBytes() {
        return header.isBegun() || fragmented
                ? WebSocketHeader.MAX_BYTES + message.bytes.length + control.bytes.length
                : 0;
    }

    /** Forgets what is unfinished. */
    void clear() {
        message.clear();
        control.clear();
        fragmented = false;
        endFrame();
    }

    /** A piece of the frame's payload has come, perhaps the last one. */
    private boolean payload(byte[] bytes, int at, int piece, Sink sink) throws WebSocketException {
        boolean isControl = header.isControl();
        boolean frameEnds = payloadRead == header.length();
        boolean complete = frameEnds && header.isLast();
        Gathered gathered = isControl ? control : message;
        byte[] whole = bytes;
        int offset = at;
        int size = piece;
        if (!complete || gathered.size > 0) {
            gathered.add(bytes, at, piece, isControl ? WebSocket.MAX_CONTROL_BYTES : maxMessageBytes);
            whole = gathered.bytes;
            offset = 0;
            size = gathered.size;
        }
        if (frameEnds) {
            fragmented = isControl ? fragmented : !complete;
            endFrame();
        }
        if (!complete) {
            return true;
        }
        gathered.clear();
        if (isControl) {
            return sink.control(header.opcode(), whole, offset, size);
        }
        requireUtf8(whole, offset, size, "A text message must be valid UTF-8.");
        return sink.message(whole, offset, size);
    }

    /** Refuses what is no UTF-8 (RFC 3629). */
    static void requireUtf8(byte[] bytes, int offset, int size, String rule) throws WebSocketException {
        if (!ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes, offset, size), StandardCharsets.UTF_8)) {
            throw new WebSocketException(CloseCode.INVALID_DATA, rule);
        }
    }

    /** Refuses a message as soon as it is known to become too long. */
    private void requireRoom() throws WebSocketException {
        if (!header.isControl() && header.length() - payloadRead > maxMessageBytes - message.size) {
            throw new WebSocketException(
                    CloseCode.TOO_BIG, "A message may have at most " + maxMessageBytes + " bytes.");
        }
    }

    private void endFrame() {
        header.clear();
        payloadRead = 0;
    }

    /** What has come so far of something. Grows with it. */
    private static final class Gathered {
        private byte[] bytes = NOTHING;
        private int size;

        void add(byte[] from, int offset, int length, int most) {
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(size + length, 2 * bytes.length)));
            }
            System.arraycopy(from, offset, bytes, size, length);
            size += length;
        }

        void clear() {
            bytes = NOTHING;
            size = 0;
        }
    }
}
