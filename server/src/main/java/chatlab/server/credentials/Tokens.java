package chatlab.server.credentials;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import com.auth0.jwt.JWT;
import com.auth0.jwt.RegisteredClaims;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.JWTVerifier;
import java.time.Duration;
import java.time.Instant;

/** JSON Web Tokens (RFC 7519), signed by HMAC-SHA-256: for whom and until when. Thread-safe. */
final class Tokens {
    private static final String ISSUER = "chatlab";

    /** Longer ones are not ours. Bounds what an unsigned one can cost. */
    private static final int MAX_CHARACTERS = 1_024;

    private final Algorithm algorithm;
    private final JWTVerifier verifier;
    private final Duration lifetime;

    Tokens(byte[] secret, Duration lifetime) {
        algorithm = Algorithm.HMAC256(secret);
        // The one algorithm, whatever a token says of itself, and an end that it has to have.
        verifier = JWT.require(algorithm)
                .withIssuer(ISSUER)
                .withClaimPresence(RegisteredClaims.SUBJECT)
                .withClaimPresence(RegisteredClaims.EXPIRES_AT)
                .build();
        this.lifetime = lifetime;
    }

    /** A token that is valid from now on. */
    String issue(String clientId) {
        Instant now = Instant.now();
        return JWT.create()
                .withIssuer(ISSUER)
                .withSubject(clientId)
                .withIssuedAt(now)
                .withExpiresAt(now.plus(lifetime))
                .sign(algorithm);
    }

    /** How long one is valid, in seconds. */
    long lifetimeSeconds() {
        return lifetime.toSeconds();
    }

    /**
     * For whom the token was issued.
     *
     * @throws FrameException if it is not one of ours, or no longer valid
     */
    String subject(String token) throws FrameException {
        try {
            if (token.length() <= MAX_CHARACTERS) {
                return verifier.verify(token).getSubject();
            }
        } catch (TokenExpiredException e) {
            throw new FrameException(
                    ErrorCode.UNAUTHENTICATED, "This token is no longer valid; POST /api/login gives another.");
        } catch (RuntimeException e) {
            // Told below. The library says so by exceptions of its own, but for some nonsense by others.
        }
        throw new FrameException(
                ErrorCode.UNAUTHENTICATED, "This is no valid token of this server; POST /api/login gives one.");
    }
}
