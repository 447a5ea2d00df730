package chatlab.lab.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs that a search path leads to.
 *
 * @param searchPath as in the variable {@code PATH}
 */
record Programs(String searchPath) {
    private static final long PATIENCE_SECONDS = 6;

    /** All programs of this name, in the path's order. */
    List<Path> named(String name) {
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .distinct()
                .toList();
    }

    /** The first line that a program prints; empty if it fails, prints nothing or takes too long. */
    Optional<String> firstLine(Path program, String... arguments) throws InterruptedException {
        return output(
                        Path.of(""),
                        Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                                .toList())
                .flatMap(text -> text.lines().findFirst());
    }

    /** All that a command line prints in a folder; empty if it fails, prints nothing or takes too long. */
    static Optional<String> output(Path folder, List<String> line) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(line)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            try {
                // What is asked for is a few lines: they fit into the pipe, so that nobody has to read meanwhile.
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return text.isEmpty() ? Optional.empty() : Optional.of(text);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
