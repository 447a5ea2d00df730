package chatlab.clients.connection;

import chatlab.clients.dialect.Heeds;
import chatlab.protocol.WebSocket;
import chatlab.protocol.WebSocket.CloseCode;
import io.netty.channel.Channel;

/**
 * Reads the frames of a WebSocket server (RFC 6455, section 5) and answers those that are for the transport alone: pings and
 * the close. Payloads are read as they come and never collected. Between two reads it keeps the beginning of a stamp or of a
 * server frame, and behind it the beginning of a header or of a control frame. Text is not checked to be UTF-8.
 */
final class FrameScanner extends Scanner {
    /** The reason of a connection that this end gave up because the server broke the rules of WebSocket. */
    static final String RULES_BROKEN = "websocket_error";

    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int LENGTH = 0x7f;
    private static final int MIN_HEADER_BYTES = 2;
    private static final int SHORT_LENGTH = 126;
    private static final int MAX_SHORT = 0xffff;
    private static final int NO_CODE = 1005; // what RFC 6455 calls a close without a code

    private static final int BETWEEN_FRAMES = -1;
    private static final int INCOMPLETE = -1;

    private final Channel channel;
    private final MaskedFrames frames;
    private final Sink sink;
    private final MessageReader messages;
    /** How much of a data frame's payload is still to come. */
    private long left = BETWEEN_FRAMES;

    private boolean last;
    private boolean inMessage;
    private boolean over;
    /** How many of the kept bytes are the message's; they stand in front of the others. */
    private int held;

    /**
     * @param frames how answers are written
     * @param heeds what the client heeds
     */
    FrameScanner(Channel channel, MaskedFrames frames, Heeds heeds, Sink sink) {
        this.channel = channel;
        this.frames = frames;
        this.sink = sink;
        messages = new MessageReader(heeds, sink);
    }

    @Override
    Scanner scan(byte[] bytes, int from, int to) {
        int at = from + held; // what is held stands right in front of it, always
        while (at < to || left == 0) {
            if (left == BETWEEN_FRAMES) {
                int next = frame(bytes, at, to);
                if (over) {
                    return DEAF;
                }
                if (next == INCOMPLETE) {
                    break;
                }
                System.arraycopy(bytes, at - held, bytes, next - held, held);
                at = next;
            } else {
                int count = (int) Math.min(to - at, left);
                boolean whole = last && count == left;
                int again = messages.read(bytes, at - held, at + count, whole);
                at += count;
                held = at - again;
                left = count == left ? BETWEEN_FRAMES : left - count;
                inMessage = !whole;
            }
        }
        keep(bytes, at - held, to);
        return this;
    }

    /** Reads a whole control frame, or a data frame's header; answers where to go on, or that there is not enough yet. */
    private int frame(byte[] bytes, int at, int to) {
        if (to - at < MIN_HEADER_BYTES) {
            return INCOMPLETE;
        }
        int opcode = bytes[at] & OPCODE;
        boolean whole = (bytes[at] & WebSocket.FINAL) != 0;
        int length = bytes[at + 1] & LENGTH;
        boolean masked = (bytes[at + 1] & WebSocket.MASKED) != 0;
        if ((bytes[at] & RESERVED) != 0 || masked) {
            return fail(CloseCode.PROTOCOL_ERROR);
        }
        if ((opcode & CONTROL) == 0) {
            return data(bytes, at + MIN_HEADER_BYTES, to, opcode, whole, length);
        }
        if (!whole || length > WebSocket.MAX_CONTROL_BYTES) {
            return fail(CloseCode.PROTOCOL_ERROR);
        }
        int payload = at + MIN_HEADER_BYTES;
        if (to - payload < length) {
            return INCOMPLETE;
        }
        return control(bytes, payload, payload + length, opcode);
    }

    private int data(byte[] bytes, int at, int to, int opcode, boolean whole, int shortLength) {
        if (opcode != (inMessage ? WebSocket.CONTINUATION : WebSocket.TEXT)) {
            return fail(
                    opcode == WebSocket.BINARY && !inMessage ? CloseCode.UNSUPPORTED_DATA : CloseCode.PROTOCOL_ERROR);
        }
        int digits = shortLength < SHORT_LENGTH ? 0 : shortLength == SHORT_LENGTH ? Short.BYTES : Long.BYTES;
        if (to - at < digits) {
            return INCOMPLETE;
        }
        long length = digits == 0 ? shortLength : 0;
        for (int i = 0; i < digits; i++) {
            length = length << 8 | (bytes[at + i] & 0xff);
        }
        // The top bit has to be clear, and the shortest form that holds the length has to be taken (section 5.2).
        if (length < (digits == 0 ? 0 : digits == Short.BYTES ? SHORT_LENGTH : MAX_SHORT + 1)) {
            return fail(CloseCode.PROTOCOL_ERROR);
        }
        left = length;
        last = whole;
        return at + digits;
    }

    private int control(byte[] bytes, int from, int to, int opcode) {
        switch (opcode) {
            case WebSocket.PING -> {
                // Bounded: a server that reads no answers gets none.
                if (channel.isWritable()) {
                    write(WebSocket.PONG, bytes, from, to);
                }
            }
            case WebSocket.PONG -> {
                // This end sends no pings, and any pong is allowed.
            }
            case WebSocket.CLOSE -> {
                return close(bytes, from, to);
            }
            default -> {
                return fail(CloseCode.PROTOCOL_ERROR);
            }
        }
        return to;
    }

    /** Answers a close with the same code, and ends. */
    private int close(byte[] bytes, int from, int to) {
        if (to == from) {
            return end(bytes, from, from, "closed " + NO_CODE);
        }
        int code = to - from < Short.BYTES ? 0 : (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
        return WebSocket.isSendableCloseCode(code)
                ? end(bytes, from, from + Short.BYTES, "closed " + code)
                : fail(CloseCode.PROTOCOL_ERROR);
    }

    private int fail(CloseCode code) {
        byte[] number = {(byte) (code.number() >>> 8), (byte) code.number()};
        return end(number, 0, number.length, RULES_BROKEN);
    }

    private int end(byte[] bytes, int from, int to, String reason) {
        over = true;
        write(WebSocket.CLOSE, bytes, from, to);
        sink.end(reason);
        return INCOMPLETE;
    }

    private void write(int opcode, byte[] bytes, int from, int to) {
        var _ = channel.writeAndFlush(frames.frame(channel.alloc(), opcode, bytes, from, to - from));
    }
}
