package chatlab.server.transport;

import org.jspecify.annotations.Nullable;

/** Cuts what one connection sends into frames. Holds memory only while something is unfinished. Confined to its loop. */
interface Intake {
    /** Whom it hands on what it finds. */
    interface Owner extends LineBuffer.Sink {
        @Override
        default boolean line(byte[] bytes, int offset, int length) {
            return frame(bytes, offset, length);
        }

        /**
         * Takes a whole frame, one JSON object as far as can be told yet. Whatever was begun is finished with it.
         *
         * @return whether more is wanted
         */
        boolean frame(byte[] bytes, int offset, int length);

        /**
         * Sends back what the transport itself wants answered, framed already.
         *
         * @return whether more is wanted
         */
        boolean answer(byte[] framed);

        /** The name that the client is known by; null while it has none. */
        @Nullable
        String clientId();

        /** Something else than a frame is finished, and nothing is unfinished but what may follow. */
        void finished();
    }

    /**
     * Takes in {@code bytes[from, to)}, which it may overwrite, until no more is wanted.
     *
     * @return how the connection has to end; null if it goes on
     */
    @Nullable
    Ending take(byte[] bytes, int from, int to);

    /** How much memory what is unfinished takes, in bytes; 0 if there is nothing. */
    int heldBytes();

    /** Forgets what is unfinished. */
    void clear();
}
