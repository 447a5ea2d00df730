package chatlab.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Holds what a {@link ChatScanner} recognises against what {@link FrameReader} reads. */
final class ScannerCheck {
    private static final byte[] SPLICE = ",\"room\":\"spliced\"".getBytes(StandardCharsets.US_ASCII);

    private final ChatScanner scanner = new ChatScanner();
    private final FrameReader reader = new FrameReader(20_000);

    /**
     * Whether the scanner recognises a frame.
     *
     * @throws AssertionError if it does and the reader reads something else
     * @throws FrameException if it does and the reader refuses the frame
     */
    boolean recognises(byte[] buffer, int offset, int length, String clientId) throws FrameException {
        if (!scanner.scan(buffer, offset, length, clientId)) {
            return false;
        }
        String room = room(buffer);
        assertEquals(new ClientFrame.Chat(clientId, room, null), reader.read(buffer, offset, length));
        assertTrue(scanner.end() > offset && scanner.end() <= offset + length, "end within the frame");
        if (room == null) {
            byte[] spliced = spliced(buffer, offset, length, scanner.end() - 1);
            assertEquals(new ClientFrame.Chat(clientId, "spliced", null), reader.read(spliced, 0, spliced.length));
        }
        assertEquals('}', buffer[scanner.end() - 1]);
        assertTrue(new String(buffer, scanner.end(), offset + length - scanner.end(), StandardCharsets.ISO_8859_1)
                .isBlank());
        return true;
    }

    private @Nullable String room(byte[] buffer) {
        return scanner.roomLength() == 0
                ? null
                : new String(buffer, scanner.roomOffset(), scanner.roomLength(), StandardCharsets.US_ASCII);
    }

    /** The frame with a room put in at a place of the buffer. */
    private static byte[] spliced(byte[] buffer, int offset, int length, int at) {
        byte[] all = new byte[length + SPLICE.length];
        int head = at - offset;
        System.arraycopy(buffer, offset, all, 0, head);
        System.arraycopy(SPLICE, 0, all, head, SPLICE.length);
        System.arraycopy(buffer, at, all, head + SPLICE.length, length - head);
        return all;
    }
}
