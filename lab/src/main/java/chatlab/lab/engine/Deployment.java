package chatlab.lab.engine;

import java.util.List;

/** The processes of one trial. Closing it ends and removes them and what they shared, whatever state they are in. */
public interface Deployment extends AutoCloseable {
    /**
     * Starts a process and returns at once.
     *
     * @throws chatlab.process.UnusableException if it can't be started
     */
    Node start(NodeSpec spec);

    /**
     * Leaves the processes as they are when it is closed, for people to look at.
     *
     * @return how to remove them, a command
     * @throws UnsupportedOperationException if that can't be
     */
    String keep();

    /** Sentences about what did not go as usual and changes nothing about what was measured. */
    List<String> notices();

    @Override
    void close();
}
