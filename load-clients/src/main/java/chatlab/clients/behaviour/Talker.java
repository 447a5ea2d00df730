package chatlab.clients.behaviour;

import chatlab.protocol.MessageStamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads whatever comes and speaks when the schedule says so. Its frame is built once; a message rewrites the stamp alone.
 * Confined to its client's event loop.
 */
public final class Talker implements Behaviour {
    private static final String MIDDLE = "\",\"Message\":\"";
    private static final String BEFORE = "{\"clientId\":\"";
    private static final String AFTER = "\"}";

    /** The shortest frame a talker can send, without what the transport puts around it. */
    public static final int MIN_MESSAGE_BYTES =
            BEFORE.length() + Cast.NAME_LENGTH + MIDDLE.length() + MessageStamp.LENGTH + AFTER.length();

    private final int run;
    private final int client;
    private final byte[] frame;
    private final int stampAt;

    /**
     * @param run the run its stamps name
     * @param client its number
     * @param messageBytes the length of its frames, without what the transport puts around them
     */
    public Talker(int run, int client, int messageBytes) {
        this.run = run;
        this.client = client;
        byte[] head = (BEFORE + Cast.name(client) + MIDDLE).getBytes(StandardCharsets.US_ASCII);
        stampAt = head.length;
        frame = Arrays.copyOf(head, messageBytes);
        Arrays.fill(frame, stampAt, messageBytes, (byte) '.');
        frame[messageBytes - 2] = '"';
        frame[messageBytes - 1] = '}';
    }

    /** The frame of its message number {@code sequence}; valid until the next call. */
    public byte[] frame(int sequence, long intendedNs) {
        MessageStamp.write(frame, stampAt, run, client, sequence, intendedNs);
        return frame;
    }
}
