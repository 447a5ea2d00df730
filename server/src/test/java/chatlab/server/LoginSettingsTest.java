package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.server.credentials.AccountOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginSettingsTest {
    private static final String HASH = "$pbkdf2-sha512$i=1000$c2FsdHNhbHRzYWx0$" + "A".repeat(86);

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void write() throws IOException {
        environment.putAll(Map.of(
                "AUTH",
                "users",
                "USERS_FILE",
                Files.writeString(folder.resolve("users.json"), users("{'name':'ada','password':'HASH'}"))
                        .toString(),
                "JWT_SECRET_FILE",
                Files.writeString(folder.resolve("secret"), "x".repeat(32) + "\r\n")
                        .toString()));
    }

    private static String users(String entries) {
        return "[" + entries.replace('\'', '"').replace("HASH", HASH) + "]";
    }

    private AccountOptions read() {
        return LoginSettings.read(Settings.of(environment), 0.5).orElseThrow();
    }

    private void assertWrong(String sentence) {
        assertThatThrownBy(this::read).isInstanceOf(SettingException.class).hasMessage(sentence);
    }

    @Test
    void theSecretIsWithoutTheLineEndAndCheckingHasItsShare() {
        assertThat(read().secret()).isEqualTo("x".repeat(32).getBytes(StandardCharsets.US_ASCII));
        assertThat(read().users()).containsOnlyKeys("ada");
        environment.put("LOGIN_CPU", "10");
        assertThat(read().cpus()).isEqualTo(0.05);
    }

    @Test
    void withoutUsersNobodyLogsIn() {
        assertThat(LoginSettings.read(Settings.of(Map.of()), 1)).isEmpty();
    }

    @Test
    void bothFilesAreNeeded() {
        environment.put("JWT_SECRET_FILE", "");
        assertWrong(
                "AUTH is 'users', but then JWT_SECRET_FILE has to name a file of at least 32 bytes that nobody knows; '(umask 077; openssl rand -base64 32 > jwt.secret)' makes one.");
        environment.put("USERS_FILE", "");
        assertWrong(
                "AUTH is 'users', but then USERS_FILE has to say who they are; './chatlab user add NAME' writes one.");
    }

    @Test
    void aSecretThatIsShortOrMissingIsNone() throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "x".repeat(31) + "\n\n\n");
        assertWrong(
                "JWT_SECRET_FILE is '" + secret
                        + "', but there are 31 bytes in it, and it has to have 32 at least, white space at its end not counted.");
        Files.delete(secret);
        assertWrong("JWT_SECRET_FILE is '" + secret + "', but it has to be a file that can be read; there is none.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|its entry 1 has to be an object such as {\"name\":\"ada\",\"password\":\"$pbkdf2-sha512$…\"}",
                "{'name':'ada'}|its entry 1 has no 'password'",
                "{'name':'ada','password':5}|its entry 1 has the 'password' 5, but it has to be a string",
                "{'name':'','password':'HASH'}|its entry 1 has a wrong 'name': \"clientId\" is \"\", but a client's name has 1 to 64 characters and no control characters",
                "{'name':'ada','password':'sesame'}|its entry 1 has a 'password' that './chatlab user add' would not have written: $pbkdf2-sha512$i=ITERATIONS$SALT$KEY",
                "{'name':'ada','password':'HASH'},{'name':'ada','password':'HASH'}|its entry 2 has the 'name' 'ada', which entry 1 has already",
                "{'name':'ada','password':'HASH','admin':true}|its entry 1 has the member 'admin', but a user has 'name' and 'password' alone",
                "``|there is nobody in it; './chatlab user add NAME' adds a user"
            })
    void aWrongEntryIsNamed(String entries, String what) throws IOException {
        Path file = folder.resolve("users.json");
        Files.writeString(file, users(entries));
        assertWrong("USERS_FILE is '" + file + "', but " + what + ".");
    }
}
