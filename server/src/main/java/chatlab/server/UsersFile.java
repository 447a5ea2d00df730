package chatlab.server;

import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import chatlab.protocol.Names;
import chatlab.server.credentials.PasswordHash;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The file of users: a JSON array of {@code {"name":"ada","password":"$pbkdf2-sha512$…"}}, a line each. Only what is kept of
 * passwords stands there, see {@link PasswordHash}.
 */
final class UsersFile {
    private record User(String name, PasswordHash password) {}

    /** Of a new file: it is nobody else's business. */
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    /** @param file a link stays one: the file that it leads to is meant */
    UsersFile(Path file) {
        this.file = real(file);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file; // there is none yet; if it can't be read, that is told then
        }
    }

    /**
     * Reads all users, in the file's order.
     *
     * @throws SettingException if the file can't be read, or is no such array; it names the entry, counted from 1
     */
    Map<String, PasswordHash> read() {
        return new EntriesFile(
                        "USERS_FILE",
                        file,
                        "user",
                        "{\"name\":\"ada\",\"password\":\"$pbkdf2-sha512$…\"}",
                        List.of("name", "password"))
                .read(UsersFile::user).stream()
                        .collect(Collectors.toMap(
                                User::name, User::password, (first, second) -> first, LinkedHashMap::new));
    }

    private static User user(EntriesFile.Entry entry) {
        String name = entry.name(Names::requireClientId);
        PasswordHash password = PasswordHash.parse(entry.text("password"))
                .orElseThrow(
                        () -> entry.wrong(
                                "has a 'password' that './chatlab user add' would not have written: $pbkdf2-sha512$i=ITERATIONS$SALT$KEY"));
        return new User(name, password);
    }

    /** The same, or none if there is no file. May be changed. */
    Map<String, PasswordHash> readIfThere() {
        return Files.exists(file) ? read() : new LinkedHashMap<>();
    }

    /**
     * Reads the users, or none if there is no file, has them changed, and writes them: all of them or, if anything fails, none.
     * Two at a time would lose what one of them does, so the second one fails.
     *
     * @throws SettingException if the file is none of users, or {@code change} throws it
     * @throws UnusableException if it can't be written, or is being changed
     */
    void change(Consumer<Map<String, PasswordHash>> change) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (FileAlreadyExistsException e) {
            throw new UnusableException(
                    "'" + next + "' is there: another command is changing '" + file
                            + "'; if none is, one was broken off, and the file can be deleted.",
                    e);
        } catch (IOException e) {
            throw new UnusableException("'" + next + "' can't be written: " + e.getMessage() + ".", e);
        }
        try {
            Map<String, PasswordHash> users = readIfThere();
            change.accept(users);
            Files.writeString(next, json(users));
            giveOwnerAndPermissions(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE); // from here on it may be the next command's
        } catch (IOException e) {
            delete(next);
            throw new UnusableException("'" + file + "' can't be written: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            delete(next);
            throw e;
        }
    }

    /** Whoever could read the file, such as a server's user, can read it afterwards, too. */
    private void giveOwnerAndPermissions(Path next) throws IOException {
        if (Files.exists(file)) {
            Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
            if (!Files.getOwner(file).equals(Files.getOwner(next))) {
                Files.setOwner(next, Files.getOwner(file));
            }
        }
    }

    private static String json(Map<String, PasswordHash> users) {
        JsonMapper json = new JsonMapper();
        return users.isEmpty()
                ? "[]\n"
                : users.entrySet().stream()
                        .map(user -> json.createObjectNode()
                                .put("name", user.getKey())
                                .put(
                                        "password",
                                        Objects.requireNonNull(user.getValue()).toString())
                                .toString())
                        .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UnusableException("'" + file + "' can't be deleted: " + e.getMessage() + ".", e);
        }
    }
}
