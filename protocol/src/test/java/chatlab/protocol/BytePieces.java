package chatlab.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What texts and frames are put together of; what a rule is about stands on both sides of its bounds. */
final class BytePieces {
    static final byte[][] TEXT = {
        ascii("a"),
        ascii("hello, world"),
        ascii("a rather long piece of plain text"),
        ascii("'}{][:, /"),
        // The first and last characters of every length, beside the surrogates, and a byte order mark.
        raw("7F"),
        raw("C280"),
        raw("DFBF"),
        raw("E0A080"),
        raw("ECBFBF"),
        raw("ED9FBF"),
        raw("EE8080"),
        raw("EFBFBF"),
        raw("EFBBBF"),
        raw("E280A8"),
        raw("F0908080"),
        raw("F09F9880"),
        raw("F3BFBFBF"),
        raw("F48FBFBF"),
        ascii("\\\""),
        ascii("\\\\"),
        ascii("\\/"),
        ascii("\\b\\f\\n\\r\\t"),
        ascii("\\u0000"),
        ascii("\\uD83D\\ude00"),
        ascii("\\ud800"),
        ascii("\\uDFFF"),
        ascii("\\u00e9x"),
        ascii("\\uaFfA")
    };

    static final byte[][] WRONG_TEXT = {
        // Raw control characters and an end too early.
        raw("00"),
        raw("09"),
        raw("0A"),
        raw("0D"),
        raw("1F"),
        ascii("\""),
        ascii("\\"),
        // Overlong, encoded surrogates, beyond U+10FFFF, bytes that never stand in UTF-8.
        raw("C080"),
        raw("C1BF"),
        raw("E08080"),
        raw("E09FBF"),
        raw("F0808080"),
        raw("F08FBFBF"),
        raw("EDA080"),
        raw("EDBFBF"),
        raw("EDA0BDEDB880"),
        raw("F4908080"),
        raw("F5808080"),
        raw("F8888080"),
        raw("FE"),
        raw("FF"),
        // Continuations alone and missing.
        raw("80"),
        raw("BF"),
        raw("C2"),
        raw("C3C3A9"),
        raw("E0A0"),
        raw("E282"),
        raw("E28228"),
        raw("F09F98"),
        raw("F09F9841"),
        raw("C27F"),
        raw("C2C0"),
        raw("E2827F"),
        raw("E282C0"),
        raw("F09F98C0"),
        raw("F0907F80"),
        ascii("\\x41"),
        ascii("\\'"),
        ascii("\\u12"),
        ascii("\\u12G4"),
        ascii("\\uD83D\\u"),
        ascii("\\U0041"),
        ascii("\\0"),
        ascii("\\u 123"),
        ascii("\\u@`:/"),
        ascii("\\u00g0"),
        ascii("\\N")
    };

    static final byte[][] STRUCTURE = {
        ascii("{"),
        ascii("}"),
        ascii("\""),
        ascii(":"),
        ascii(","),
        ascii(" "),
        raw("09"),
        ascii("\\"),
        ascii("\"}"),
        ascii("\",\""),
        ascii("\"clientId\":\"ada\""),
        ascii("\"Message\":\"hi\""),
        ascii("\"room\":\"a\""),
        ascii(",\"Message\":\""),
        ascii("\"type\":\"quit\""),
        ascii("null"),
        ascii("17"),
        ascii("[1]")
    };

    private BytePieces() {}

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] raw(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
