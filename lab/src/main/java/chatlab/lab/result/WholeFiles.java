package chatlab.lab.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files in one step: a reader sees the old one or the new one, never half of one, and a full disk leaves the old one. */
public final class WholeFiles {
    /** The ending of a file that is not whole yet. */
    public static final String PART = ".part";

    private WholeFiles() {}

    /** Writes text in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + PART);
        try {
            Files.writeString(half, text, StandardCharsets.UTF_8);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(half); // it may be what fills the disk
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }
}
