package chatlab.server.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final String KEY = "A".repeat(86);

    @ParameterizedTest
    @CsvSource({
        "x, 1",
        "x, 2",
        "pässwörd 🦀, 999",
        "password, 100",
        "a password of more than one hundred and twenty-eight bytes which HMAC hashes before it uses it as a key because that is its blocks' size, 101"
    })
    void theKeyIsThePlatforms(String password, int iterations) throws Exception {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 512))
                .getEncoded();
        assertThat(Pbkdf2.derive(password, salt, iterations, () -> true)).isEqualTo(key);
    }

    /** Made by another implementation, Python's hashlib: a file of users may come from anywhere. */
    @Test
    void whatOthersHaveWrittenIsRead() {
        String written = "$pbkdf2-sha512$i=1000$AQIDBAUGBwgJCgsMDQ4PEA$"
                + "fRqkYSUd5zQ4joEHYknRZYXa+1dRkj9qF+9ey8emNOlJ8N1u61sQHjWpVu2qOfHQcRN2iTA3CQHhC4spVDKXJg";
        PasswordHash read = PasswordHash.parse(written).orElseThrow();
        assertThat(read).hasToString(written);
        assertThat(read.matches("sesame", () -> true)).isTrue();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        PasswordHash hash = PasswordHash.of("sesame", 1000);
        assertThat(hash.toString()).startsWith("$pbkdf2-sha512$i=1000$");
        PasswordHash read = PasswordHash.parse(hash.toString()).orElseThrow();
        assertThat(read.matches("sesame", () -> true)).isTrue();
        assertThat(read.matches("Sesame", () -> true)).isFalse();
    }

    @Test
    void twoOfOnePasswordDiffer() {
        assertThat(PasswordHash.of("sesame", 1000))
                .doesNotHaveToString(PasswordHash.of("sesame", 1000).toString());
    }

    @Test
    void itCanBeBrokenOff() {
        PasswordHash hash = PasswordHash.of("sesame", 10_000);
        AtomicInteger slices = new AtomicInteger();
        assertThat(hash.matches("sesame", () -> slices.incrementAndGet() < 3)).isNull();
        assertThat(slices).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sesame",
                "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0$",
                "$pbkdf2-sha512$i=999$c2FsdHNhbHRzYWx0$",
                "$pbkdf2-sha512$i=10000001$c2FsdHNhbHRzYWx0$",
                "$pbkdf2-sha512$i=1000$$",
                "$pbkdf2-sha512$i=1000$c2FsdHNhbHRzYWx0c$",
                "$pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0$"
            })
    void otherTextIsNone(String start) {
        assertThat(PasswordHash.parse(start + KEY)).isEmpty();
    }
}
