package chatlab.bench.measure;

/** A measurement that could not be made. The message says why, for the list of what is void. */
public class RunFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message part of a sentence */
    public RunFailedException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
