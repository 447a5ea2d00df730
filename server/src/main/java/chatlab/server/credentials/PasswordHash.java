package chatlab.server.credentials;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password: {@code $pbkdf2-sha512$i=210000$SALT$KEY}, in the form of the Password Hashing Competition
 * (github.com/P-H-C/phc-string-format), salt and key in Base64 without padding. Immutable.
 */
public final class PasswordHash {
    /**
     * OWASP's Password Storage Cheat Sheet, 2023, for PBKDF2 with HMAC-SHA-512. As much protection by HMAC-SHA-256 takes 600,000,
     * which cost this server, whose virtual machine has no C2, two and a half times as much.
     */
    public static final int USUAL_ITERATIONS = 210_000;

    public static final int LEAST_ITERATIONS = 1_000;
    public static final int MOST_ITERATIONS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final Pattern WRITTEN =
            Pattern.compile("\\$pbkdf2-sha512\\$i=([0-9]{4,8})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{86})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] key;

    private PasswordHash(int iterations, byte[] salt, byte[] key) {
        this.iterations = iterations;
        this.salt = salt;
        this.key = key;
    }

    /**
     * Makes one, with a salt of its own. Takes a moment.
     *
     * @param password of one character at least
     */
    public static PasswordHash of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(
                iterations, salt, Objects.requireNonNull(Pbkdf2.derive(password, salt, iterations, () -> true)));
    }

    /** That of no password that anybody knows, which takes as long to find out as others with so many iterations. */
    static PasswordHash ofNobody(int iterations) {
        byte[] random = new byte[SALT_BYTES + Pbkdf2.KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return new PasswordHash(
                iterations, Arrays.copyOf(random, SALT_BYTES), Arrays.copyOfRange(random, SALT_BYTES, random.length));
    }

    /** Reads it as it is written; empty if it is written otherwise, or has iterations out of bounds. */
    public static Optional<PasswordHash> parse(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(matcher.group(1));
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            return Optional.empty();
        }
        Base64.Decoder base64 = Base64.getDecoder();
        try {
            return Optional.of(
                    new PasswordHash(iterations, base64.decode(matcher.group(2)), base64.decode(matcher.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a salt whose last character stands alone
        }
    }

    /** How often it was hashed. */
    int iterations() {
        return iterations;
    }

    /**
     * Whether this is the password.
     *
     * @param password of one character at least
     * @param goOn asked now and then
     * @return null if it was not to go on
     */
    @Nullable
    Boolean matches(String password, BooleanSupplier goOn) {
        byte @Nullable [] derived = Pbkdf2.derive(password, salt, iterations, goOn);
        return derived == null ? null : MessageDigest.isEqual(derived, key);
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$pbkdf2-sha512$i=" + iterations + '$' + base64.encodeToString(salt) + '$' + base64.encodeToString(key);
    }
}
