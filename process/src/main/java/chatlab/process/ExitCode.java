package chatlab.process;

import java.util.Arrays;

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

    /**
     * The constant with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ExitCode of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no exit code " + number));
    }

    /** What the operating system is told. */
    public int number() {
        return number;
    }
}
