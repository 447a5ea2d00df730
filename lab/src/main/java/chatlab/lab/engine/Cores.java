package chatlab.lab.engine;

import java.util.Optional;

/**
 * Which CPU cores a process is kept on, so that the load clients never compete with the server that they measure.
 *
 * @param first the first core, counted from 0
 * @param last the last core, inclusive
 */
record Cores(int first, int last) {
    /**
     * The server's are as many as its limit can use at once, from core 0 on; the load clients have all others.
     *
     * @param all how many cores there are
     * @return empty where there are too few to part them
     */
    static Optional<Cores> of(NodeSpec.Role role, double serverCpus, int all) {
        int servers = (int) Math.ceil(serverCpus);
        if (servers >= all) {
            return Optional.empty();
        }
        return Optional.of(
                switch (role) {
                    case SERVER -> new Cores(0, servers - 1);
                    case LOAD_CLIENTS, GATLING -> new Cores(servers, all - 1);
                });
    }

    /** As control groups and {@code taskset} want it: {@code 0-1}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
