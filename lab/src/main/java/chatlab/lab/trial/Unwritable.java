package chatlab.lab.trial;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/** That the results can't be kept, because the disk is full or has gone. */
public final class Unwritable {
    private Unwritable() {}

    /**
     * The failure for the user.
     *
     * @param place the file or folder that could not be written
     */
    public static UnusableException at(Path place, IOException failure) {
        String reason = failure instanceof FileSystemException known
                ? Objects.requireNonNullElse(known.getReason(), known.getClass().getSimpleName())
                : String.valueOf(failure.getMessage());
        return new UnusableException("The results can't be written to " + place + ": " + reason + ".", failure);
    }
}
