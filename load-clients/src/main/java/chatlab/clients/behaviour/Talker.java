package chatlab.clients.behaviour;

import chatlab.protocol.MessageStamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads whatever comes and speaks when the schedule says so. Confined to its client's event loop. */
public final class Talker implements Behaviour {
    private static final String MIDDLE = "\",\"Message\":\"";
    private static final String BEFORE = "{\"clientId\":\"";
    private static final String AFTER = "\"}";

    /** The shortest frame a talker can send, without what the transport puts around it. */
    public static final int MIN_MESSAGE_BYTES =
            BEFORE.length() + Cast.NAME_LENGTH + MIDDLE.length() + MessageStamp.LENGTH + AFTER.length();

    private final int run;
    private final int client;
    private final MessageSizes sizes;
    private final byte[] head;

    /**
     * @param run the run its stamps name
     * @param client its number
     * @param sizes the lengths of its frames, without what the transport puts around them
     */
    public Talker(int run, int client, MessageSizes sizes) {
        this.run = run;
        this.client = client;
        this.sizes = sizes;
        head = (BEFORE + Cast.name(client) + MIDDLE).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Writes its message number {@code sequence} from the start of {@code to}.
     *
     * @param to holds as many bytes as the longest of its messages
     * @return how long it is
     */
    public int write(byte[] to, int sequence, long intendedNs) {
        int length = sizes.of(client, sequence);
        System.arraycopy(head, 0, to, 0, head.length);
        MessageStamp.write(to, head.length, run, client, sequence, intendedNs);
        Arrays.fill(to, head.length + MessageStamp.LENGTH, length - AFTER.length(), (byte) '.');
        to[length - 2] = '"';
        to[length - 1] = '}';
        return length;
    }
}
