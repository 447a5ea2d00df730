package chatlab.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8 (RFC 3629) and nothing else: nothing is replaced, so that two names are never taken for one. */
public final class StrictUtf8 {
    private StrictUtf8() {}

    /**
     * Reads it.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    public static String decode(byte[] bytes, int offset, int length) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, offset, length))
                .toString();
    }
}
