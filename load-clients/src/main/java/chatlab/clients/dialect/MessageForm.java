package chatlab.clients.dialect;

import chatlab.protocol.MessageStamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * How one talker's messages look: a payload, which begins with the stamp and is filled up with dots, and around it what is
 * the same in all of them, but for the payload's length. Confined to its talker's event loop.
 */
public final class MessageForm {
    private final byte[][] texts;
    /** Behind each text but the last: whether the payload stands there, or its length. */
    private final boolean[] payloads;

    private final int textBytes;
    private final boolean sizeIsOfAll;

    /**
     * @param texts what stands before, between and behind the places
     * @param payloads for each place whether it is the payload's; otherwise it is its length's
     * @param sizeIsOfAll whether a message's size is that of all of it; otherwise it is the payload's
     */
    MessageForm(List<String> texts, List<Boolean> payloads, boolean sizeIsOfAll) {
        this.texts = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.payloads = new boolean[payloads.size()];
        for (int i = 0; i < this.payloads.length; i++) {
            this.payloads[i] = payloads.get(i);
        }
        textBytes = Arrays.stream(this.texts).mapToInt(text -> text.length).sum();
        this.sizeIsOfAll = sizeIsOfAll;
    }

    /**
     * Writes a message from the start of {@code to}, which holds it; the other arguments are those of {@link MessageStamp}.
     *
     * @param size as in the setting of sizes
     * @return how long it is
     */
    public int write(byte[] to, int size, int run, int sender, int sequence, long intendedNs) {
        int payloadBytes = sizeIsOfAll ? size - textBytes : size;
        int at = append(texts[0], to, 0);
        for (int place = 0; place < payloads.length; place++) {
            if (payloads[place]) {
                MessageStamp.write(to, at, run, sender, sequence, intendedNs);
                Arrays.fill(to, at + MessageStamp.LENGTH, at + payloadBytes, (byte) '.');
                at += payloadBytes;
            } else {
                at = append(Integer.toString(payloadBytes).getBytes(StandardCharsets.US_ASCII), to, at);
            }
            at = append(texts[place + 1], to, at);
        }
        return at;
    }

    private static int append(byte[] text, byte[] to, int at) {
        System.arraycopy(text, 0, to, at, text.length);
        return at + text.length;
    }
}
