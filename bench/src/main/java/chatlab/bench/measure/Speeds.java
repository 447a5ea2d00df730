package chatlab.bench.measure;

/**
 * How fast the machine was in a window.
 *
 * @param serverUs what a fixed piece of work took on the server's core, in microseconds, in the mean; NaN if unknown
 * @param clientUs on the client's
 */
public record Speeds(double serverUs, double clientUs) {
    public static final Speeds UNKNOWN = new Speeds(Double.NaN, Double.NaN);

    /** Cores change by 30% and more; the mean of a window is known to some 2%. */
    private static final double ALIKE = 1.1;

    /** Whether two windows saw the same machine. What is unknown disagrees with nothing. */
    public boolean agreeWith(Speeds other) {
        return alike(serverUs, other.serverUs) && alike(clientUs, other.clientUs);
    }

    private static boolean alike(double us, double otherUs) {
        return !(us > otherUs * ALIKE || otherUs > us * ALIKE);
    }
}
