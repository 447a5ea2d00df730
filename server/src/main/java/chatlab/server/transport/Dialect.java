package chatlab.server.transport;

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
    private static final List<byte[]> METHODS = List.of(
            method("GET"),
            method("HEAD"),
            method("POST"),
            method("PUT"),
            method("DELETE"),
            method("OPTIONS"),
            method("PATCH"),
            method("TRACE"),
            method("CONNECT"));

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
