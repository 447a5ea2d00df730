package chatlab.lab.engine;

import chatlab.process.StopSignal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs processes for trials, one deployment per trial. Closing it removes everything that it ever made. */
public interface Engine extends AutoCloseable {
    /** Which form it is. */
    EngineKind kind();

    /**
     * Makes sure that what it runs is there and up to date.
     *
     * @param roles what it will be asked to run
     * @throws chatlab.process.UnusableException if it can't be
     * @throws InterruptedException if the user stopped it
     */
    void prepare(Set<NodeSpec.Role> roles, StopSignal stop) throws InterruptedException;

    /** Removes what an earlier process of the same run has left, because it was killed. */
    void removeLeft();

    /**
     * Makes a place for the processes of one trial to reach each other, and nobody else to reach them.
     *
     * @param name unique within the engine, of lower-case letters, digits and dashes
     * @throws chatlab.process.UnusableException if the engine can't
     */
    Deployment deploy(String name);

    /** What else runs there now and takes from what experiments measure: a sentence each, with what to do about it. */
    List<String> disturbances();

    /** What identifies the environment, for the report, in reading order. */
    Map<String, String> facts();

    @Override
    void close();
}
