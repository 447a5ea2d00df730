package chatlab.clients.behaviour;

import java.nio.charset.StandardCharsets;

/** Messages as talkers write them. */
public final class Frames {
    private Frames() {}

    /** One of {@code length} bytes. */
    public static String of(int run, int client, int length, int sequence, long intendedNs) {
        byte[] frame = new byte[length];
        new Talker(run, client, MessageSizes.fixed(length)).write(frame, sequence, intendedNs);
        return new String(frame, StandardCharsets.US_ASCII);
    }
}
