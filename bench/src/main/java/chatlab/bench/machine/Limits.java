package chatlab.bench.machine;

/**
 * What a server may use beside its one core.
 *
 * @param cpus share of a core; 0: no limit
 * @param memoryMiB 0: no limit
 */
public record Limits(double cpus, int memoryMiB) {
    public static final Limits NONE = new Limits(0, 0);

    /** Whether there is any. */
    public boolean any() {
        return cpus > 0 || memoryMiB > 0;
    }
}
