package chatlab.server.chat;

/**
 * Carries what is said in rooms to the members that other servers have of them, and what is said there to here. Local
 * delivery never waits for it. Thread-safe.
 */
public interface Cluster {
    /** This server is alone. */
    Cluster NONE = room -> Link.NONE;

    /** The way of a room, which has come into being here, to those of its name elsewhere. */
    Link link(Counterpart room);

    /** One room's way. */
    interface Link {
        /** It leads nowhere. */
        Link NONE = new Link() {
            @Override
            public void open() {}

            @Override
            public void publish(Message message) {}

            @Override
            public void close() {}
        };

        /** The room has members from now on, who want to hear of others. Any thread, but never together with {@link #close}. */
        void open();

        /**
         * Something was said here. Called on the room's owner loop, in the room's order; the caller keeps its reference.
         * Throws nothing.
         */
        void publish(Message message);

        /** The room has no members any more, for now or for good. Threads as above. */
        void close();
    }

    /** A room as its way sees it; all but the first two are called on the owner loop. */
    interface Counterpart {
        String name();

        /** The loop that decides the room's order. */
        Loop owner();

        /**
         * Something was said on another server: a chat message as its members there have got it, in
         * {@code bytes[offset, offset + length)}, which stay as they are.
         */
        void heard(byte[] bytes, int offset, int length, Origin origin);

        /** So many messages that another server has sent won't come. */
        void missed(long messages);

        /** Whether other servers can be heard, and hear, has changed. */
        void connected(boolean isConnected);
    }
}
