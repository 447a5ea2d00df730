package chatlab.server;

import chatlab.server.credentials.PasswordHash;
import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Users ada, bob and eve, whose passwords are their names twice, and what tokens of theirs are signed with. */
final class TestUsers {
    static final String SECRET = "a secret that nobody but this test knows";

    private final String[] settings;

    /** Writes what a server with users needs into {@code folder}. */
    TestUsers(Path folder) throws IOException {
        Path users = folder.resolve("users.json");
        new UsersFile(users)
                .change(all -> Stream.of("ada", "bob", "eve")
                        .forEach(name -> all.put(name, PasswordHash.of(name + name, PasswordHash.LEAST_ITERATIONS))));
        Path secret = folder.resolve("jwt.secret");
        Files.writeString(secret, SECRET + "\n");
        settings = new String[] {
            "AUTH", "users", "USERS_FILE", users.toString(), "JWT_SECRET_FILE", secret.toString(), "LOGIN_CPU", "100"
        };
    }

    /** A server where they have to log in. */
    TestServer start(String... more) {
        return TestServer.start(
                Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new));
    }

    /** A token as the server itself makes them. */
    static String token(String clientId) {
        return claims(clientId).sign(key(SECRET));
    }

    /** What the server says in its tokens. */
    static JWTCreator.Builder claims(String clientId) {
        return JWT.create()
                .withIssuer("chatlab")
                .withSubject(clientId)
                .withExpiresAt(Instant.now().plusSeconds(3600));
    }

    static Algorithm key(String secret) {
        return Algorithm.HMAC256(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** What is kept of a password that nobody knows. */
    static PasswordHash anyHash() {
        return PasswordHash.of("nobody knows", PasswordHash.LEAST_ITERATIONS);
    }

    /** Whether it is of this password, by the platform's own reckoning. */
    static boolean isHashOf(PasswordHash hash, String password) {
        String[] parts = hash.toString().split("\\$", -1);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(
                            password.toCharArray(),
                            Base64.getDecoder().decode(parts[3]),
                            Integer.parseInt(parts[2].substring("i=".length())),
                            512))
                    .getEncoded();
            return Arrays.equals(key, Base64.getDecoder().decode(parts[4]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
