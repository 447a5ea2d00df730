package chatlab.clients.connection;

import java.net.URI;
import java.util.Arrays;

/**
 * A server, by transport, host and port.
 *
 * @param host an IPv6 address stands in brackets
 */
public record Target(Transport transport, String host, int port) {
    /**
     * Reads {@code tcp://host:port} or {@code ws://host:port/ws}.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static Target parse(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return Arrays.stream(Transport.values())
                .map(transport -> new Target(transport, uri.getHost(), uri.getPort()))
                .filter(target -> target.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Host and port as a URI has them. */
    public String authority() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return transport.scheme() + "://" + authority() + transport.path();
    }
}
