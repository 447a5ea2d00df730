package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a client speaks, told by the first bytes it sends. */
enum Dialect {
    /** Not enough bytes yet. */
    UNDECIDED,
    JSON_LINES,
    HTTP,
    TLS,
    TEXT,
    /** Nothing a client would say: a first byte that begins no text, or control characters. */
    NOISE;

    private static final int TLS_HANDSHAKE = 0x16; // RFC 8446, section 5.1
    private static final byte[] GET = method("GET");
    private static final byte[] HEAD = method("HEAD");
    private static final List<byte[]> METHODS = List.of(
            GET,
            HEAD,
            method("POST"),
            method("PUT"),
            method("DELETE"),
            method("OPTIONS"),
            method("PATCH"),
            method("TRACE"),
            method("CONNECT"));

    /** As clients that follow docs/protocol.md begin it. */
    private static final byte[] HELLO = "{\"type\":\"hello\"".getBytes(StandardCharsets.US_ASCII);

    /** The only path that can be upgraded. */
    private static final byte[] UPGRADE = "GET /ws".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Looks at all bytes that have come so far. */
    static Dialect of(byte[] bytes, int length) {
        if (length == 0) {
            return UNDECIDED;
        }
        int first = bytes[0] & 0xff;
        if (first == '{') {
            return JSON_LINES;
        }
        if (first == TLS_HANDSHAKE) {
            return TLS;
        }
        boolean beginsMethod = false;
        for (byte[] method : METHODS) {
            int common = commonPrefix(method, bytes, length);
            if (common == method.length) {
                return HTTP;
            }
            beginsMethod |= common == length;
        }
        if (beginsMethod) {
            return UNDECIDED;
        }
        return isText(bytes, length) ? TEXT : NOISE;
    }

    /**
     * Whether the client, after {@code first}, its first bytes, is taken to await an answer before it sends more: they are a
     * hello and nothing behind it, or the head of a request that has no body and asks for no upgrade, which frames may follow.
     */
    boolean endsRequest(ByteBuf first) {
        return switch (this) {
            case JSON_LINES -> begins(first, HELLO) && first.bytesBefore((byte) '\n') == first.readableBytes() - 1;
            case HTTP ->
                ((begins(first, GET) && !begins(first, UPGRADE)) || begins(first, HEAD)) && ends(first, END_OF_HEAD);
            case UNDECIDED, TLS, TEXT, NOISE -> false;
        };
    }

    private static boolean begins(ByteBuf bytes, byte[] with) {
        return bytes.readableBytes() >= with.length && isAt(bytes, bytes.readerIndex(), with);
    }

    private static boolean ends(ByteBuf bytes, byte[] with) {
        return bytes.readableBytes() >= with.length && isAt(bytes, bytes.writerIndex() - with.length, with);
    }

    private static boolean isAt(ByteBuf bytes, int index, byte[] what) {
        for (int i = 0; i < what.length; i++) {
            if (bytes.getByte(index + i) != what[i]) {
                return false;
            }
        }
        return true;
    }

    private static int commonPrefix(byte[] method, byte[] bytes, int length) {
        int common = 0;
        while (common < method.length && common < length && method[common] == bytes[common]) {
            common++;
        }
        return common;
    }

    private static boolean isText(byte[] bytes, int length) {
        int first = bytes[0] & 0xff;
        if ((first >= 0x80 && first < 0xC2) || first > 0xF4) { // never the first byte in UTF-8, RFC 3629
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    private static byte[] method(String name) {
        return (name + ' ').getBytes(StandardCharsets.US_ASCII);
    }
}
