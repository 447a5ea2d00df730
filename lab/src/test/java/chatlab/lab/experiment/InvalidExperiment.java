package chatlab.lab.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A file that is not an experiment and what has to be said of it.
 *
 * @param file where it is
 * @param expected the sentence of its first line, with the file called as in {@code file}
 */
public record InvalidExperiment(Path file, String expected) {
    /** All of them. */
    public static final Path FOLDER = Path.of("src/test/resources/invalid");

    private static final String EXPECT = "# expect: ";

    /** Reads the folder, in alphabetical order. */
    public static Stream<InvalidExperiment> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream().map(InvalidExperiment::of);
        }
    }

    /** The one called {@code name}, without its ending. */
    public static InvalidExperiment named(String name) {
        return of(FOLDER.resolve(name + ".yaml"));
    }

    private static InvalidExperiment of(Path file) {
        try {
            // Some of these files are not text in any encoding, but their first line is.
            byte[] bytes = Files.readAllBytes(file);
            int end = 0;
            while (bytes[end] != '\n') {
                end++;
            }
            String first = new String(bytes, 0, end, StandardCharsets.UTF_8);
            if (!first.startsWith(EXPECT)) {
                throw new IllegalStateException(file + " does not begin with '" + EXPECT + "'");
            }
            String name = file.getFileName().toString();
            return new InvalidExperiment(
                    file, first.substring(EXPECT.length()).replaceFirst("(?<=^|file )" + name, file.toString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
