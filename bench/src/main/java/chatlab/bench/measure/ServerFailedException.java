package chatlab.bench.measure;

/** A measurement that could not be made because of what the server did: of the server under test, that is a result. */
public final class ServerFailedException extends RunFailedException {
    private static final long serialVersionUID = 1L;

    /** @param message part of a sentence */
    public ServerFailedException(String message) {
        super(message);
    }
}
