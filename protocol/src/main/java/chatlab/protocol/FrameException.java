package chatlab.protocol;

/** A frame that the protocol refuses. Carries no stack trace: it is an answer to a client, not a fault of ours. */
public class FrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String message;

    /**
     * @param code what the answer's {@code code} is
     * @param message one sentence for the person behind the client: what was wrong and what would be right
     */
    public FrameException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.message = message;
    }

    /** What the answer's {@code message} is. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** What the answer's {@code code} is. */
    public final ErrorCode code() {
        return code;
    }
}
