package chatlab.clients.behaviour;

import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.dialect.Persona;
import java.nio.charset.StandardCharsets;

/** Messages as talkers write them. */
public final class Frames {
    private Frames() {}

    /** One of {@code length} bytes. */
    public static String of(int run, int client, int length, int sequence, long intendedNs) {
        byte[] frame = new byte[length];
        new Talker(
                        run,
                        client,
                        MessageSizes.fixed(length),
                        ChatlabDialect.INSTANCE.message(new Persona(Cast.name(client), "global", "")),
                        1)
                .write(frame, sequence, intendedNs, intendedNs);
        return new String(frame, StandardCharsets.US_ASCII);
    }
}
