package chatlab.bench;

import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command needs to know.
 *
 * @param checkout where chatlab lies
 * @param revision which version of it
 * @param ownNetwork whether this runs in a network namespace of its own
 * @param stop raised when the user wants to end
 */
record Context(Path checkout, String revision, boolean ownNetwork, StopSignal stop, PrintStream out) {
    /**
     * A file that has to be there.
     *
     * @param option what it is given by
     * @param given null: the usual one
     * @param usual in the checkout
     * @throws SettingException if it is not
     */
    Path file(String option, @Nullable Path given, String usual) {
        Path path = given == null ? checkout.resolve(usual) : given;
        if (!Files.isRegularFile(path)) {
            throw new SettingException(option + " is '" + path + "', but there is no such file.");
        }
        return path;
    }

    /**
     * A part of the checkout that building it makes.
     *
     * @throws SettingException if it is not there
     */
    Path built(String path) {
        Path file = checkout.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new SettingException("There is no '" + file + "' to measure; build it first.");
        }
        return file;
    }
}
