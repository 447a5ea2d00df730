package chatlab.server.chat;

import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Messages as tests need them. */
public final class Messages {
    private Messages() {}

    /** One that says its number, in so many characters more. */
    public static Message numbered(int number, int padding) {
        byte[] bytes = (number + ":" + "x".repeat(padding)).getBytes(StandardCharsets.US_ASCII);
        return Message.of(ByteBufAllocator.DEFAULT, bytes, 0, bytes.length, new byte[0]);
    }

    /** One that breaks as soon as somebody copies it. */
    public static Message broken() {
        return Message.of(ByteBufAllocator.DEFAULT, new byte[0], 0, 100, new byte[0]);
    }

    /** What {@link #numbered} has put into a line. */
    public static long numberOf(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(':')));
    }
}
