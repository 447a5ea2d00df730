package chatlab.clients.connection;

import chatlab.protocol.MessageStamp;
import java.util.Arrays;

/**
 * Finds in a connection's bytes what matters. Between two reads it keeps only what it can't judge yet. Confined to its event
 * loop.
 */
abstract class Scanner {
    /** The most that is kept between two reads. */
    static final int MAX_KEPT_BYTES = 8192;

    private static final byte[] NOTHING = {}; // before DEAF, which begins with it

    /** Heeds nothing: the connection is at its end. */
    static final Scanner DEAF = new Scanner() {
        @Override
        Scanner scan(byte[] bytes, int from, int to) {
            return this;
        }
    };

    /** Takes what was found. */
    interface Sink {
        /** The connection takes frames from now on. */
        void open();

        /**
         * A whole message with a stamp; the other arguments are those of {@link MessageStamp}.
         *
         * @param messageBytes its length, without what the transport puts around it
         */
        void delivery(int run, int sender, int sequence, long intendedNs, long messageBytes);

        /** A whole server frame is {@code bytes[from, to)}. */
        void serverFrame(byte[] bytes, int from, int to);

        /** Nothing more can be read: the connection has to be closed. */
        void end(String reason);
    }

    private byte[] kept = NOTHING;

    /** How many bytes were kept from the last read; they go in front of the next one's. */
    final int keptBytes() {
        return kept.length;
    }

    /** Puts the kept bytes at the start of {@code bytes}. */
    final void restore(byte[] bytes) {
        System.arraycopy(kept, 0, bytes, 0, kept.length);
        kept = NOTHING;
    }

    /** Keeps {@code bytes[from, to)}, at most {@link #MAX_KEPT_BYTES}. */
    final void keep(byte[] bytes, int from, int to) {
        kept = from == to ? NOTHING : Arrays.copyOfRange(bytes, from, to);
    }

    /**
     * Reads {@code bytes[from, to)}, which begins with what was kept; may write to it.
     *
     * @return who reads on
     */
    abstract Scanner scan(byte[] bytes, int from, int to);
}
