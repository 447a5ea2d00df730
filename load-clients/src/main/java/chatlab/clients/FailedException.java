package chatlab.clients;

import chatlab.generator.admin.Failure;

/** A run that can't begin. Never leaves {@link LoadRun}. */
final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    FailedException(Failure failure) {
        super(failure.text());
        this.failure = failure;
    }

    /** Why; its text is one sentence for the user. */
    Failure failure() {
        return failure;
    }
}
