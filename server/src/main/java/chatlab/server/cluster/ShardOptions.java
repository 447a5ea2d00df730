package chatlab.server.cluster;

import java.util.List;

/**
 * Among which servers rooms are dealt out.
 *
 * @param servers their hosts and ports; a host with several addresses stands for as many servers
 * @param replicas on how many of them each room is
 */
public record ShardOptions(List<Server> servers, int replicas) {
    public ShardOptions {
        servers = List.copyOf(servers);
    }

    /** One of them, or several with the same port. */
    public record Server(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
