package chatlab.lab.trial;

/** A repetition that could not be carried through; the message is one sentence that says why. */
final class TrialFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean serversDoing;

    /** Nobody's doing, or the generator's. */
    TrialFailedException(String message) {
        this(message, false);
    }

    /** @param serversDoing whether the server is to blame: then it is a finding about it */
    TrialFailedException(String message, boolean serversDoing) {
        super(message);
        this.serversDoing = serversDoing;
    }

    boolean isServersDoing() {
        return serversDoing;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
