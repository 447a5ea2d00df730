package chatlab.lab.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine of a test's own making: the files in which its kernel tells of itself. */
record Machine(Path root) {
    Machine with(String file, String content) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MachineFiles files() {
        return new MachineFiles(root);
    }
}
