package chatlab.server.transport;

import static chatlab.server.transport.WebSocketException.require;

import chatlab.protocol.WebSocket;
import chatlab.protocol.WebSocket.CloseCode;

/** The header of one frame from a client (RFC 6455, section 5.2), read byte by byte. Confined to its loop. */
final class WebSocketHeader {
    /** The longest there is. */
    static final int MAX_BYTES = 14;

    private static final int RESERVED_BITS = 0x70;
    private static final int OPCODE_BITS = 0x0f;
    private static final int CONTROL_BIT = 0x08;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;
    private static final int MAX_TWO_BYTES = 0xffff;

    private int read;
    private boolean last;
    private int opcode;
    private int lengthBytesLeft;
    private int leastLength;
    private long length;
    private int maskBytesLeft;
    private int mask;

    /**
     * Reads on in {@code bytes[from, to)} unless it is whole.
     *
     * @param withinMessage whether a message was begun whose last fragment has not come
     * @return where the rest begins
     * @throws WebSocketException if the header is against the rules
     */
    int read(byte[] bytes, int from, int to, boolean withinMessage) throws WebSocketException {
        int at = from;
        while (!isWhole() && at < to) {
            int next = bytes[at++] & 0xff;
            if (read == 0) {
                readFirst(next, withinMessage);
            } else if (read == 1) {
                readSecond(next);
            } else if (lengthBytesLeft > 0) {
                length = (length << Byte.SIZE) | next;
                if (--lengthBytesLeft == 0) {
                    require(length >= 0, "The first bit of a length must be 0.");
                    require(length >= leastLength, "A length must be written in as few bytes as can hold it.");
                }
            } else {
                mask = (mask << Byte.SIZE) | next;
                maskBytesLeft--;
            }
            read++;
        }
        return at;
    }

    boolean isBegun() {
        return read > 0;
    }

    boolean isWhole() {
        return read > 1 && maskBytesLeft == 0;
    }

    /** Whether the frame is a message's last. */
    boolean isLast() {
        return last;
    }

    int opcode() {
        return opcode;
    }

    boolean isControl() {
        return (opcode & CONTROL_BIT) != 0;
    }

    /** How long the payload is, in bytes; known as soon as the header is whole. */
    long length() {
        return length;
    }

    /** What masks the payload. */
    int mask() {
        return mask;
    }

    /** Another one may begin. */
    void clear() {
        read = 0;
        lengthBytesLeft = 0;
        maskBytesLeft = 0;
    }

    private void readFirst(int first, boolean withinMessage) throws WebSocketException {
        require((first & RESERVED_BITS) == 0, "The reserved bits must be 0, as no extension was negotiated.");
        last = (first & WebSocket.FINAL) != 0;
        opcode = first & OPCODE_BITS;
        switch (opcode) {
            case WebSocket.CONTINUATION -> require(withinMessage, "A continuation needs a message that was begun.");
            case WebSocket.TEXT, WebSocket.BINARY ->
                require(!withinMessage, "A message must not begin before the one before is finished.");
            case WebSocket.CLOSE, WebSocket.PING, WebSocket.PONG ->
                require(last, "A control frame must not be fragmented.");
            default -> require(false, "There is no frame with the opcode " + opcode + ".");
        }
        if (opcode == WebSocket.BINARY) {
            throw new WebSocketException(CloseCode.UNSUPPORTED_DATA, "Messages must be text, not binary.");
        }
    }

    private void readSecond(int second) throws WebSocketException {
        require((second & WebSocket.MASKED) != 0, "A client must mask its frames.");
        int size = second & ~WebSocket.MASKED;
        require(
                !isControl() || size <= WebSocket.MAX_CONTROL_BYTES,
                "A control frame has at most " + WebSocket.MAX_CONTROL_BYTES + " bytes of payload.");
        maskBytesLeft = Integer.BYTES;
        length = size < TWO_BYTES_FOLLOW ? size : 0;
        leastLength = size == TWO_BYTES_FOLLOW ? TWO_BYTES_FOLLOW : MAX_TWO_BYTES + 1;
        lengthBytesLeft = size == TWO_BYTES_FOLLOW ? Short.BYTES : size == EIGHT_BYTES_FOLLOW ? Long.BYTES : 0;
    }
}
