package chatlab.lab.trial;

/** A repetition that could not be carried through; the message is one sentence that says why. */
final class TrialFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    TrialFailedException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
