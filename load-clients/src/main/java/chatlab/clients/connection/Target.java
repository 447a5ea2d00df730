package chatlab.clients;

import java.net.URI;

/** A server, by host and port. */
record Target(String host, int port) {
    /**
     * Reads {@code tcp://host:port}.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static Target parse(String text) {
        URI uri = URI.create(text);
        if (!"tcp".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getPort() < 1
                || uri.getPort() > 65_535
                || !text.equals("tcp://" + uri.getHost() + ":" + uri.getPort())) {
            throw new IllegalArgumentException(text);
        }
        return new Target(uri.getHost(), uri.getPort());
    }

    @Override
    public String toString() {
        return "tcp://" + host + ":" + port;
    }
}
