package chatlab.lab.result;

import java.io.IOException;
import java.nio.file.Path;

/** A {@code result.json} that this version can't read. The message is one sentence for the user. */
public final class ResultFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    ResultFormatException(Path file, String what) {
        super(file + " " + what);
    }

    ResultFormatException(Path file, String what, Throwable cause) {
        super(file + " " + what, cause);
    }
}
