package chatlab.server.chat;

import chatlab.protocol.RedirectException;

/** Which rooms are this server's, where they are dealt out among several. Thread-safe. */
public interface Shards {
    /** All of them. */
    Shards NONE = new Shards() {
        @Override
        public void requireHere(String room) {}

        @Override
        public void onChange(Runnable action) {}
    };

    /**
     * Makes sure that a room is this server's.
     *
     * @throws RedirectException if it is on another one
     */
    void requireHere(String room) throws RedirectException;

    /** Runs {@code action}, by a thread of its own, whenever other rooms than before are this server's. Called once. */
    void onChange(Runnable action);
}
