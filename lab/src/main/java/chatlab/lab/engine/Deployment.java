package chatlab.lab.engine;

import java.util.List;
import java.util.Set;

/** The processes of one trial. Closing it ends and removes them and what they shared, whatever state they are in. */
public interface Deployment extends AutoCloseable {
    /**
     * Starts a process and returns at once.
     *
     * @throws chatlab.process.UnusableException if it can't be started
     */
    Node start(NodeSpec spec);

    /**
     * All servers by one name, which has an address for each that is there.
     *
     * @return {@code host:port} as reached from its other processes
     * @throws UnsupportedOperationException if there is no such name
     */
    String servers();

    /** What those have that serve. */
    ServingSide servingSide(NodeSpec.Serving serving);

    /**
     * What those have that serve, servers and others.
     *
     * @param cores that they are kept on, counted from 0: all there are, where the load clients have none of their own
     * @param shared whether the load clients are kept on the same ones
     * @param limitCores what their limits add up to
     */
    record ServingSide(Set<Integer> cores, boolean shared, double limitCores) {
        public ServingSide {
            cores = Set.copyOf(cores);
        }

        /** Whether they may get less than their limits. */
        public boolean isShort() {
            return shared || limitCores > cores.size();
        }
    }

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
