package chatlab.server.chat;

/** How one loop hands the messages of its rooms to their members. */
public interface Broadcaster extends AutoCloseable {
    /**
     * What will carry the messages of one room to the members that the loop has of it. May be called by any thread; what
     * it gives is confined to the loop.
     */
    Audience audience(String room);

    /** How much memory it holds for members that are behind, in bytes, beside what their connections hold. Thread-safe. */
    long heldBytes();

    /**
     * Runs {@code task} when what has been published on the loop has been offered to all members there; at once if it has
     * been already. Called on the loop.
     */
    default void afterWrites(Runnable task) {
        task.run();
    }

    /** Frees what it holds between messages. Called on the loop, last of all. */
    @Override
    void close();
}
