package chatlab.lab.engine;

/** The processes of one trial. Closing it ends and removes them and what they shared, whatever state they are in. */
public interface Deployment extends AutoCloseable {
    /**
     * Starts a process and returns at once.
     *
     * @throws chatlab.process.UnusableException if it can't be started
     */
    Node start(NodeSpec spec);

    @Override
    void close();
}
