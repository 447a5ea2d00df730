package chatlab.process;

/** How a program of ours ended; the same numbers everywhere. */
public enum ExitCode {
    OK(0),
    /** Our own failure. */
    FAILURE(1),
    /** Wrong usage or configuration; nothing was started. */
    USAGE(2),
    /** A service level objective or a gate was missed. */
    MISSED(3),
    /** The run can't be trusted. */
    INVALID(4),
    /** The target or the engine can't be used. */
    UNUSABLE(5),
    /** Stopped by the user before the end. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the operating system is told. */
    public int number() {
        return number;
    }
}
