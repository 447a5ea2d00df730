package chatlab.lab.command;

import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What every command needs to know.
 *
 * @param checkout where chatlab lies
 * @param revision which version of it, for reports
 * @param stop raised when the user wants to end
 */
public record Context(Path checkout, String revision, StopSignal stop) {
    /** The system property in which the launcher says where chatlab lies. */
    public static final String CHECKOUT = "chatlab.checkout";

    private static final String ENDING = ".yaml";

    /** The experiments that come with the checkout, in alphabetical order. */
    List<Path> experiments() {
        try (var files = Files.list(checkout.resolve("experiments"))) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The file of an experiment, given by its name or as a path.
     *
     * @throws SettingException if there is none
     */
    Path experiment(String nameOrPath) {
        Path path = Path.of(nameOrPath);
        if (Files.isRegularFile(path)) {
            return path;
        }
        Path shipped = checkout.resolve("experiments").resolve(nameOrPath + ENDING);
        if (Files.isRegularFile(shipped)) {
            return checkout.toAbsolutePath().equals(Path.of("").toAbsolutePath())
                    ? Path.of("experiments", nameOrPath + ENDING)
                    : shipped;
        }
        throw new SettingException(
                "There is no experiment '" + nameOrPath + "'; it has to be the path of a file or one of "
                        + experiments().stream().map(Context::name).collect(Collectors.joining(", ")) + ".");
    }

    static String name(Path experiment) {
        String file = experiment.getFileName().toString();
        return file.substring(0, file.length() - ENDING.length());
    }
}
