package chatlab.server.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What is to be run when something is so at last. Thread-safe. */
final class Waiters {
    private List<Runnable> all = new ArrayList<>();

    /**
     * Keeps {@code then} for {@link #letAllGo}, if there is something to wait for.
     *
     * @param isSomething asked where nobody is let go meanwhile: whoever makes it false lets go after that
     * @return whether there is
     */
    synchronized boolean await(BooleanSupplier isSomething, Runnable then) {
        boolean waits = isSomething.getAsBoolean();
        if (waits) {
            all.add(then);
        }
        return waits;
    }

    /** Runs what was kept. */
    void letAllGo() {
        take().forEach(Runnable::run);
    }

    private synchronized List<Runnable> take() {
        List<Runnable> now = all;
        all = new ArrayList<>(0);
        return now;
    }
}
