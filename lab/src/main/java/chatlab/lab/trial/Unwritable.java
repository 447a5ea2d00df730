package chatlab.lab.trial;

import chatlab.process.UnusableException;
import java.io.IOException;

/** That the results can't be kept, because the disk is full or has gone. */
public final class Unwritable {
    private Unwritable() {}

    /** The failure for the user; the message of what was thrown names the file and says why. */
    public static UnusableException because(IOException failure) {
        return new UnusableException("The results can't be written: " + failure.getMessage() + ".", failure);
    }
}
