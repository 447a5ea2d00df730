package chatlab.server.transport;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that are held open so that there are some to close when the process, or the machine, has no more of them: without
 * one a connection can't even be accepted to be told that there is no room. Confined to the loop of the listening socket.
 */
final class FileReserve {
    /** How many connections may be told at once that there are no files, and as many again that are just being closed. */
    static final int PLACES = 32;

    private static final int FILES = 2 * PLACES;
    private static final String FILE = "/dev/null";

    private final List<FileInputStream> held = new ArrayList<>(FILES);
    private boolean exhausted;

    FileReserve() {
        fill(FILES);
    }

    /** Whether there were no files but those of the reserve when that was looked at last. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Gives the files back to the process if it has no other. Answers whether that is so and there were any. */
    boolean release() {
        if (held.isEmpty()) {
            return false;
        }
        FileInputStream other = open();
        if (other != null) {
            close(other);
            return false;
        }
        closeAll();
        exhausted = true;
        return true;
    }

    /**
     * Takes its files back if there is at least one more.
     *
     * @param lent how many of them connections still have
     * @return whether it needs nothing more
     */
    boolean restore(int lent) {
        int wanted = FILES - lent;
        if (!exhausted) {
            return fill(wanted) && lent == 0;
        }
        if (fill(wanted + 1)) {
            close(held.removeLast());
            exhausted = false;
            return lent == 0;
        }
        closeAll(); // so that those who come until the next try can be accepted
        return false;
    }

    /** Gives them up. */
    void closeAll() {
        held.forEach(FileReserve::close);
        held.clear();
    }

    private boolean fill(int wanted) {
        while (held.size() < wanted) {
            FileInputStream next = open();
            if (next == null) {
                return false;
            }
            held.add(next);
        }
        return true;
    }

    private static @Nullable FileInputStream open() {
        try {
            return new FileInputStream(FILE);
        } catch (IOException e) {
            return null;
        }
    }

    private static void close(FileInputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " can't be closed", e);
        }
    }
}
