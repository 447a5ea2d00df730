package chatlab.protocol;

/**
 * A message's 64 bits, well mixed: of a run's messages no two have the same. Stafford's variant 13 of the MurmurHash3
 * finaliser.
 */
public final class MessageHash {
    private MessageHash() {}

    /** Those of a sender's message with this sequence. */
    public static long of(int sender, int sequence) {
        long z = (((long) sender << 32) | Integer.toUnsignedLong(sequence)) + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
