package chatlab.server.cluster;

import java.util.Optional;

/**
 * How to reach the other servers.
 *
 * @param host where Redis is
 * @param isTls whether it is spoken to through TLS
 * @param login what it wants to know; empty if it lets everybody in
 * @param bufferBytes how much may wait to be sent there, and how much that has come from there to be handed on
 */
public record ClusterOptions(String host, int port, boolean isTls, Optional<Login> login, int bufferBytes) {
    /**
     * A password.
     *
     * @param user whose it is; empty for that of the whole Redis
     */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user + ":***"; // it is printed nowhere
        }
    }

    /** For people. */
    String address() {
        return (isTls ? "rediss://" : "redis://") + host + ":" + port;
    }
}
