package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder of a repetition's raw files. A place that takes no more of them ends the run: whatever was measured next would be lost,
 * too.
 */
record RawFiles(Path folder) {
    /** A folder of its own within this one. */
    RawFiles in(String name) {
        Path inner = folder.resolve(name);
        try {
            return new RawFiles(Files.createDirectories(inner));
        } catch (IOException e) {
            throw Unwritable.at(inner, e);
        }
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    void save(String file, byte[] content) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.write(folder.resolve(file), content);
        } catch (IOException e) {
            throw Unwritable.at(folder.resolve(file), e);
        }
    }

    /** Only if it has not been saved before. */
    void saveOnce(String file, Supplier<String> content) {
        if (!Files.exists(folder.resolve(file))) {
            save(file, content.get());
        }
    }

    void save(String file, String content) {
        save(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Keeps a process's log. Never hides what went wrong before.
     *
     * @param notices where it is said that there is none
     */
    void saveLog(String file, Node node, List<String> notices) {
        String log;
        try {
            log = node.log();
        } catch (UnusableException e) {
            notices.add("There is no " + file + ": " + e.getMessage());
            return;
        }
        save(file, log);
    }

    /** Those that are there, relative to the folder, in order. */
    List<String> names() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Unwritable.at(folder, e);
        }
    }
}
