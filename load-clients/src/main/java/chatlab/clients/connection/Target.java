package chatlab.clients.connection;

import java.net.URI;
import java.util.Arrays;

/**
 * A server, by transport, host and port.
 *
 * @param host an IPv6 address stands in brackets
 * @param path what follows them, where a WebSocket is asked for; empty for none
 */
public record Target(Transport transport, String host, int port, String path) {
    /**
     * Reads {@code tcp://host:port}, {@code ws://host:port} or {@code ws://host:port/path}.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static Target parse(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return Arrays.stream(Transport.values())
                .map(transport -> new Target(
                        transport, uri.getHost(), uri.getPort(), transport.hasPaths() ? uri.getRawPath() : ""))
                .filter(target -> target.toString().equals(text)) // nothing was left out
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Host and port as a URI has them. */
    public String authority() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return transport.scheme() + "://" + authority() + path;
    }
}
