package chatlab.server.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final String KEY = "A".repeat(43);

    /** RFC 7914, section 11: the first 32 of its 64 bytes. */
    static Stream<Arguments> known() {
        return Stream.of(
                arguments("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
                arguments(
                        "Password", "NaCl", 80000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void theKeyIsTheStandards(String password, String salt, int iterations, String key) {
        assertThat(Pbkdf2.derive(password, salt.getBytes(StandardCharsets.US_ASCII), iterations, () -> true))
                .isEqualTo(HexFormat.of().parseHex(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "pässwörd 🦀",
                "a password of more than sixty-four bytes, which HMAC hashes before it uses it"
            })
    void theKeyIsThePlatforms(String password) throws Exception {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1234, 256))
                .getEncoded();
        assertThat(Pbkdf2.derive(password, salt, 1234, () -> true)).isEqualTo(key);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        PasswordHash hash = PasswordHash.of("sesame", 1000);
        assertThat(hash.toString()).startsWith("$pbkdf2-sha256$i=1000$");
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
                "$pbkdf2-sha1$i=1000$c2FsdHNhbHRzYWx0$",
                "$pbkdf2-sha256$i=999$c2FsdHNhbHRzYWx0$",
                "$pbkdf2-sha256$i=10000001$c2FsdHNhbHRzYWx0$",
                "$pbkdf2-sha256$i=1000$$",
                "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0c$",
                "$pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0$"
            })
    void otherTextIsNone(String start) {
        assertThat(PasswordHash.parse(start + KEY)).isEmpty();
    }
}
