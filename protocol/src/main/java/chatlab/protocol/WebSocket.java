package chatlab.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What both ends of a WebSocket connection need to know of RFC 6455: opcodes, close codes, headers, masks. */
public final class WebSocket {
    /** A frame that goes on with a message begun before. */
    public static final int CONTINUATION = 0x0;

    /** A message of text in UTF-8. */
    public static final int TEXT = 0x1;

    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    /** The longest payload of a control frame ({@link #CLOSE}, {@link #PING}, {@link #PONG}), in bytes. */
    public static final int MAX_CONTROL_BYTES = 125;

    /** The longest header a sender of unmasked frames writes, in bytes. */
    public static final int MAX_HEADER_BYTES = 10;

    /** The bit that says that a frame is its message's last. */
    public static final int FINAL = 0x80;

    /** The bit that says that a payload is masked, as every client's has to be and no server's may be. */
    public static final int MASKED = 0x80;

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // section 1.3
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_SHORT = 0xffff;

    /** Why a connection is closed, RFC 6455, section 7.4.1. */
    public enum CloseCode {
        NORMAL(1000),
        GOING_AWAY(1001),
        PROTOCOL_ERROR(1002),
        /** A kind of data that this end does not take. */
        UNSUPPORTED_DATA(1003),
        /** Text that is not UTF-8. */
        INVALID_DATA(1007),
        POLICY_VIOLATION(1008),
        TOO_BIG(1009),
        INTERNAL_ERROR(1011);

        private final int number;

        CloseCode(int number) {
            this.number = number;
        }

        /** The code as a close frame carries it. */
        public int number() {
            return number;
        }
    }

    private WebSocket() {}

    /** Whether an end may send this close code: 1000 to 1003, 1007 to 1014 and 3000 to 4999 (sections 7.4.1, 7.4.2 and the registry). */
    public static boolean isSendableCloseCode(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /** The {@code Sec-WebSocket-Accept} that answers a client's {@code Sec-WebSocket-Key} (section 4.2.2). */
    public static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** How many bytes the header of a frame with so long a payload has; a mask's four bytes are part of it. */
    public static int headerBytes(int payloadBytes, boolean masked) {
        int length = payloadBytes < SHORT_LENGTH ? 2 : payloadBytes <= MAX_SHORT ? 4 : MAX_HEADER_BYTES;
        return masked ? length + Integer.BYTES : length;
    }

    /**
     * Writes the header of a whole message's only frame to {@code bytes[at …]}, its payload unmasked.
     *
     * @return where the payload begins
     */
    public static int writeHeader(byte[] bytes, int at, int opcode, int payloadBytes) {
        bytes[at] = (byte) (FINAL | opcode);
        return writeLength(bytes, at + 1, 0, payloadBytes);
    }

    /**
     * Writes the header of a whole message's only frame to {@code bytes[at …]}, its payload masked with {@code mask}, see
     * {@link #mask}.
     *
     * @return where the payload begins
     */
    public static int writeMaskedHeader(byte[] bytes, int at, int opcode, int payloadBytes, int mask) {
        bytes[at] = (byte) (FINAL | opcode);
        int end = writeLength(bytes, at + 1, MASKED, payloadBytes);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[end + i] = maskByte(mask, i);
        }
        return end + Integer.BYTES;
    }

    /**
     * Masks or unmasks {@code bytes[from, to)}.
     *
     * @param mask the four mask bytes, the first one sent in the highest place
     * @param phase how many bytes of the payload came before {@code from}
     */
    public static void mask(byte[] bytes, int from, int to, int mask, long phase) {
        for (int i = from; i < to; i++) {
            bytes[i] ^= maskByte(mask, (int) (phase + i - from) & 3);
        }
    }

    private static byte maskByte(int mask, int i) {
        return (byte) (mask >>> (24 - 8 * i));
    }

    private static int writeLength(byte[] bytes, int at, int masked, int length) {
        if (length < SHORT_LENGTH) {
            bytes[at] = (byte) (masked | length);
            return at + 1;
        }
        int digits = length <= MAX_SHORT ? Short.BYTES : Long.BYTES;
        bytes[at] = (byte) (masked | (digits == Short.BYTES ? SHORT_LENGTH : LONG_LENGTH));
        for (int i = 0; i < digits; i++) {
            bytes[at + 1 + i] = (byte) ((long) length >>> (8 * (digits - 1 - i)));
        }
        return at + 1 + digits;
    }
}
