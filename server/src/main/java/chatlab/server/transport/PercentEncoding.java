package chatlab.server.transport;

import chatlab.protocol.StrictUtf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding, RFC 3986, section 2.1, of UTF-8 and nothing else: two names are never taken for one. */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * What a segment of a path stands for.
     *
     * @throws IllegalArgumentException if it stands for nothing; its message is a sentence for people
     */
    static String decode(String segment) {
        byte[] encoded = segment.getBytes(StandardCharsets.ISO_8859_1); // a character of a request line is a byte
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                decoded.write(encoded[i]);
            } else if (i + 2 < encoded.length && isHex(encoded[i + 1]) && isHex(encoded[i + 2])) {
                decoded.write(16 * HexFormat.fromHexDigit(encoded[i + 1]) + HexFormat.fromHexDigit(encoded[i + 2]));
                i += 2;
            } else {
                throw new IllegalArgumentException("A percent sign in a path must begin an escape.");
            }
        }
        try {
            return StrictUtf8.decode(decoded.toByteArray(), 0, decoded.size());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A path has to be UTF-8.", e);
        }
    }

    private static boolean isHex(byte character) {
        return HexFormat.isHexDigit(character);
    }
}
