package chatlab.server.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * PBKDF2 with HMAC-SHA-512, RFC 8018, section 5.2. Like the platform's own, but in slices, between which others may have the
 * processor: a password is more than half a second's work, and the chat is not to wait for it.
 */
final class Pbkdf2 {
    /** How long a key is: one block. */
    static final int KEY_BYTES = 64;

    private static final String HMAC = "HmacSHA512";
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    /** Some tenths of a millisecond's work. */
    private static final int ITERATIONS_PER_SLICE = 100;

    private Pbkdf2() {}

    /**
     * Derives the key.
     *
     * @param password of one character at least; its UTF-8 counts
     * @param goOn asked between slices
     * @return null if it was not to go on
     */
    static byte @Nullable [] derive(String password, byte[] salt, int iterations, BooleanSupplier goOn) {
        try {
            Mac hmac = hmac(password);
            hmac.update(salt);
            byte[] block = hmac.doFinal(FIRST_BLOCK);
            byte[] key = block.clone();
            for (int done = 1; done < iterations; done++) {
                if (done % ITERATIONS_PER_SLICE == 0 && !goOn.getAsBoolean()) {
                    return null;
                }
                hmac.update(block);
                hmac.doFinal(block, 0);
                for (int i = 0; i < KEY_BYTES; i++) {
                    key[i] ^= block[i];
                }
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC + ".", e);
        }
    }

    private static Mac hmac(String password) throws NoSuchAlgorithmException, InvalidKeyException {
        Mac hmac = Mac.getInstance(HMAC);
        hmac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), HMAC));
        return hmac;
    }
}
