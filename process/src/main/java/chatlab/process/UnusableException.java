package chatlab.process;

import org.jspecify.annotations.Nullable;

/** A target, port or engine that can't be used. The message is one sentence for the user. */
public final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for the user */
    public UnusableException(String message) {
        super(message);
    }

    /** @param message one sentence for the user */
    public UnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
