package chatlab.lab.engine;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which CPU cores a process is kept on, so that the load clients never compete with the server that they measure.
 *
 * @param first the first core, counted from 0
 * @param last the last core, inclusive
 */
record Cores(int first, int last) {
    /**
     * The servers' are as many as their limits can use at once, from core 0 on; what serves beside them is kept there, too, and gets as
     * many more as its limits can use, as long as one is left. The load clients have all others.
     *
     * @param serverCpus what all servers may use together
     * @param otherCpus what those may use that serve beside them
     * @param all how many cores there are
     * @return empty where there are too few to part them
     */
    static Optional<Cores> of(NodeSpec.Role role, double serverCpus, double otherCpus, int all) {
        if (Math.ceil(rounded(serverCpus)) >= all) {
            return Optional.empty();
        }
        int serve = Math.min(all - 1, (int) Math.ceil(rounded(serverCpus + otherCpus)));
        return Optional.of(
                switch (role) {
                    case SERVER, REDIS, HAPROXY -> new Cores(0, serve - 1);
                    case LOAD_CLIENTS, GATLING -> new Cores(serve, all - 1);
                });
    }

    /** Limits have three decimals, and their sums in binary may be a trace more. */
    private static double rounded(double cores) {
        return Math.round(cores * 1000) / 1000.0;
    }

    /**
     * What those have that serve.
     *
     * @param serverCpus what all servers may use together
     * @param otherCpus what those may use that serve beside them
     * @param all how many cores there are
     */
    static Deployment.ServingSide serving(double serverCpus, double otherCpus, int all) {
        Optional<Cores> own = of(NodeSpec.Role.SERVER, serverCpus, otherCpus, all);
        return new Deployment.ServingSide(
                own.orElse(new Cores(0, all - 1)).all(), own.isEmpty(), rounded(serverCpus + otherCpus));
    }

    private Set<Integer> all() {
        return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /** As control groups and {@code taskset} want it: {@code 0-1}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
