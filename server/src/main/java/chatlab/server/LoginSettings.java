package chatlab.server;

import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.server.credentials.AccountOptions;
import chatlab.server.credentials.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The settings about users and their logins. */
final class LoginSettings {
    /** RFC 7518, section 3.2: as many as the hash of the signature has. */
    private static final int LEAST_SECRET_BYTES = 32;

    private static final long MOST_SECRET_BYTES = 64 * 1024;

    /** Who may bear a name. */
    enum Auth {
        /** Whoever says it. */
        OPEN,
        /** The user that it belongs to. */
        USERS
    }

    private LoginSettings() {}

    /**
     * Empty if nobody has to log in.
     *
     * @param cpus how much CPU the process may use, in cores
     * @throws SettingException if one is wrong, or one of the files is
     */
    static Optional<AccountOptions> read(Settings settings, double cpus) {
        Auth auth = settings.choice(
                "AUTH",
                Auth.class,
                Auth.OPEN,
                "open: everybody may bear any name; users: the one of USERS_FILE that has logged in");
        String usersFile = settings.text("USERS_FILE", "", "who may log in; './chatlab user add NAME' writes it");
        String secretFile = settings.text(
                "JWT_SECRET_FILE", "", "what tokens are signed with, 32 bytes at least: 'openssl rand -base64 32'");
        Duration lifetime = settings.duration(
                "TOKEN_LIFETIME",
                Duration.ofMinutes(15),
                Duration.ofSeconds(1),
                Duration.ofHours(24),
                "for how long a token that a login gives is valid");
        int percent = settings.integer(
                "LOGIN_CPU", 30, 1, 100, "what checking passwords may take of the CPU limit, in percent");
        if (auth == Auth.OPEN) {
            requireUnset("USERS_FILE", usersFile);
            requireUnset("JWT_SECRET_FILE", secretFile);
            return Optional.empty();
        }
        if (usersFile.isEmpty()) {
            throw new SettingException(
                    "AUTH is 'users', but then USERS_FILE has to say who they are; './chatlab user add NAME' writes one.");
        }
        if (secretFile.isEmpty()) {
            throw new SettingException(
                    "AUTH is 'users', but then JWT_SECRET_FILE has to name a file of at least 32 bytes that nobody knows; '(umask 077; openssl rand -base64 32 > jwt.secret)' makes one.");
        }
        Map<String, PasswordHash> users = new UsersFile(Path.of(usersFile)).read();
        if (users.isEmpty()) {
            throw new SettingException("USERS_FILE is '" + usersFile
                    + "', but there is nobody in it; './chatlab user add NAME' adds a user.");
        }
        return Optional.of(new AccountOptions(users, secret(Path.of(secretFile)), lifetime, cpus * percent / 100));
    }

    /** A server that is open by mistake is worse than one that doesn't start. */
    private static void requireUnset(String setting, String value) {
        if (!value.isEmpty()) {
            throw new SettingException(
                    setting + " is '" + value
                            + "', but it has to be left away where AUTH is 'open', as nobody logs in there; AUTH=users asks for logins.");
        }
    }

    private static byte[] secret(Path file) {
        byte[] secret;
        try {
            if (Files.size(file) > MOST_SECRET_BYTES) {
                throw wrongSecret(file, "it has more than " + MOST_SECRET_BYTES + " bytes");
            }
            secret = withoutWhiteSpace(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw wrongSecret(file, "it has to be a file that can be read; there is none");
        } catch (IOException e) {
            throw wrongSecret(file, "it has to be a file that can be read: " + e.getMessage());
        }
        if (secret.length < LEAST_SECRET_BYTES) {
            throw wrongSecret(
                    file,
                    "there are " + secret.length + " bytes in it, and it has to have " + LEAST_SECRET_BYTES
                            + " at least, white space at its end not counted");
        }
        return secret;
    }

    /** Editors and shells put a line end behind what is written. */
    private static byte[] withoutWhiteSpace(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r' || bytes[length - 1] == ' ')) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static SettingException wrongSecret(Path file, String what) {
        return new SettingException("JWT_SECRET_FILE is '" + file + "', but " + what + ".");
    }
}
