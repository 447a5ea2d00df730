package chatlab.server.chat;

/** One event loop, a thread that owns a share of the connections and never blocks, but for a {@link #rest}. */
public interface Loop {
    /** Which of the server's loops this is, from 0. */
    int index();

    /** Runs {@code task} on this loop, after those given before by the same thread. May be called by any thread. */
    void execute(Runnable task);

    /** Runs {@code task} once when all work of the current iteration is done. Called on this loop. */
    void atEndOfIteration(Runnable task);

    /**
     * Runs {@code task} once when all work of the current iteration is done, or what was broadcast in it is about to be
     * written, whichever is sooner: who hears of it then knows no later than members do. Called on this loop.
     */
    void beforeWriting(Runnable task);

    /**
     * What was broadcast is written next: what is to be done {@linkplain #beforeWriting before} is done. Throws nothing. Called
     * on this loop.
     */
    void aboutToWrite();

    /**
     * Lets nothing happen on this loop for so long when all work of the current iteration is done, and none is waiting
     * already: what arrives meanwhile is taken together. Called on this loop.
     */
    void rest(long ns);

    /** Runs {@code task} on this loop when {@code delayNs} are over. Called on this loop. */
    void after(long delayNs, Runnable task);
}
