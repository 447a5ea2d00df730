package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.credentials.PasswordHash;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./chatlab user} as a process of its own. */
class UserProcessTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users.json");
    }

    private record Said(int code, String out, String err) {}

    private Said user(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "chatlab.server.UserMain"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("USERS_FILE", file.toString());
        builder.environment().put("PASSWORD_ITERATIONS", "1000");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        } catch (IOException e) {
            // It has ended without asking for anything.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, err);
    }

    private boolean matches(String name, String password) {
        PasswordHash kept = Objects.requireNonNull(new UsersFile(file).read().get(name));
        return TestUsers.isHashOf(kept, password);
    }

    @Test
    void usersComeAndGo() throws Exception {
        assertThat(user("sesame\n", "add", "ada")).isEqualTo(new Said(0, "'ada' may log in now.\n", ""));
        assertThat(user("pässwörd\n", "add", "Grüße 🦀")).isEqualTo(new Said(0, "'Grüße 🦀' may log in now.\n", ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(user("", "list")).isEqualTo(new Said(0, "ada\nGrüße 🦀\n", ""));
        assertThat(matches("ada", "sesame")).isTrue();
        assertThat(matches("Grüße 🦀", "pässwörd")).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(user("another\n", "password", "ada"))
                .isEqualTo(new Said(0, "'ada' has another password now.\n", ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(matches("ada", "sesame")).isFalse();
        assertThat(matches("ada", "another")).isTrue();
        assertThat(user("", "remove", "Grüße 🦀")).isEqualTo(new Said(0, "'Grüße 🦀' is no user any more.\n", ""));
        assertThat(user("", "list").out).isEqualTo("ada\n");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void simulatedUsersAreAddedToThoseThatAreThere() throws Exception {
        assertThat(user("sesame\n", "add", "ada").code).isZero();
        assertThat(user("hers\n", "add", "c000007").code).isZero();
        assertThat(user("", "simulated", "12"))
                .isEqualTo(new Said(
                        0,
                        "11 of c000000 to c000011 were added, with their names as passwords; others were there, and are as they were.\n",
                        ""));
        assertThat(user("", "list").out.lines()).hasSize(13).startsWith("ada", "c000007", "c000000");
        assertThat(matches("ada", "sesame")).isTrue();
        assertThat(matches("c000011", "c000011")).isTrue();
        assertThat(matches("c000007", "hers")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfSimulatedUsersAloneIsNoSecret() throws Exception {
        assertThat(user("", "simulated", "1").code).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|'chatlab user' is followed by add NAME, password NAME, remove NAME, list or simulated COUNT; './chatlab user --help' tells more.",
                "add|'chatlab user' is followed by add NAME, password NAME, remove NAME, list or simulated COUNT; './chatlab user --help' tells more.",
                "show ada|'chatlab user show' is no command; add, password, remove, list and simulated are, './chatlab user --help' tells more.",
                "simulated none|'chatlab user simulated' is followed by 'none', but it has to be how many, from 1 to 60000.",
                "simulated 60001|'chatlab user simulated' is followed by '60001', but it has to be how many, from 1 to 60000.",
                "add ada --colour red|There is no flag --colour; the flags are --users-file, --password-iterations.",
                "add ada --password-iterations 1|--password-iterations is '1', but it has to be a whole number from 1000 to 10000000.",
                "add bob|There is a user 'bob' in 'FILE' already; 'password' gives it another password.",
                "add eve|A password has 1 to 1024 characters, and this one has 0.",
                "password eve|There is no user 'eve' in 'FILE'; 'list' says who there is.",
                "remove eve|There is no user 'eve' in 'FILE'; 'list' says who there is."
            })
    void wrongUseIsASentence(String arguments, String sentence) throws Exception {
        new UsersFile(file).change(all -> all.put("bob", TestUsers.anyHash()));
        String before = Files.readString(file);
        Said said = user("", arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
        assertThat(said.err).isEqualTo(sentence.replace("FILE", file.toString()) + "\n");
        assertThat(said.code).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    /** Of two that change the file at the same time one would lose what the other does. */
    @Test
    void oneAtATime() throws Exception {
        Path next = Files.writeString(folder.resolve("users.json.new"), "");
        Said said = user("sesame\n", "add", "ada");
        assertThat(said.err)
                .isEqualTo("'" + next + "' is there: another command is changing '" + file
                        + "'; if none is, one was broken off, and the file can be deleted.\n");
        assertThat(said.code).isEqualTo(5);
        assertThat(file).doesNotExist();
        assertThat(next).exists();
    }
}
