package chatlab.lab.engine;

import org.jspecify.annotations.Nullable;

/** Does everything that has to be undone, whatever fails on the way, and then tells of the first failure. */
final class Cleanup {
    private @Nullable RuntimeException failure;

    /** Does one thing. */
    Cleanup then(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
        return this;
    }

    /** Throws the first failure, the others suppressed in it, if there was one. */
    void done() {
        if (failure != null) {
            throw failure;
        }
    }
}
