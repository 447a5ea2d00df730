package chatlab.server.credentials;

import java.time.Duration;
import java.util.Map;

/**
 * How users log in.
 *
 * @param users what is kept of their passwords, by name; one user at least
 * @param secret what tokens are signed with, 32 bytes at least
 * @param tokenLifetime how long a token is valid
 * @param cpus how much CPU checking passwords may take, in cores
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AccountOptions(Map<String, PasswordHash> users, byte[] secret, Duration tokenLifetime, double cpus) {
    public AccountOptions {
        users = Map.copyOf(users);
    }
}
