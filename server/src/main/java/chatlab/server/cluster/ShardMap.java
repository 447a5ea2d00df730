package chatlab.server.cluster;

import chatlab.process.UnusableException;
import chatlab.protocol.RedirectException;
import chatlab.server.chat.Shards;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers among which rooms are dealt out ({@link Rendezvous}), each called by its address and port. Names are looked up
 * again and again, so that servers may come and go.
 */
public final class ShardMap implements Shards, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardMap.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int CONNECT_MILLIS = 500;

    private final ShardOptions options;
    private final Network network;
    private final String self;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("shards").daemon().factory());
    private volatile List<String> servers;
    private volatile Runnable changed = () -> {};

    /** What is asked about other servers. */
    interface Network {
        InetAddress[] addresses(String host) throws UnknownHostException;

        /** Whether somebody takes connections there. */
        boolean answers(String host, int port);
    }

    private static final class Real implements Network {
        @Override
        public InetAddress[] addresses(String host) throws UnknownHostException {
            return InetAddress.getAllByName(host);
        }

        @Override
        public boolean answers(String host, int port) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    private ShardMap(ShardOptions options, Network network, String self, List<String> servers) {
        this.options = options;
        this.network = network;
        this.self = self;
        this.servers = servers;
    }

    /**
     * Looks the servers up.
     *
     * @param port where clients connect to this one
     * @throws UnusableException if a host is not known, or this server is none of them
     */
    public static ShardMap start(ShardOptions options, int port) {
        ShardMap map = of(options, port, new Real());
        var _ = map.looking.scheduleWithFixedDelay(map::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return map;
    }

    /** One that looks again when it is told to. */
    static ShardMap of(ShardOptions options, int port, Network network) {
        List<String> servers;
        String self;
        try {
            servers = lookUp(options, network);
            self = self(options, port, network);
        } catch (UnknownHostException | SocketException e) {
            throw new UnusableException(
                    "SHARDS has a host that can't be found (" + e.getMessage()
                            + "); it is looked up when the server starts.",
                    e);
        }
        if (self.isEmpty()) {
            throw new UnusableException("SHARDS is " + servers
                    + ", but this server has to be one of them: none has an address of this machine with the port "
                    + port + ".");
        }
        return new ShardMap(options, network, self, servers);
    }

    private static List<String> lookUp(ShardOptions options, Network network) throws UnknownHostException {
        List<String> found = new ArrayList<>();
        for (ShardOptions.Server server : options.servers()) {
            for (InetAddress address : addresses(server, network)) {
                found.add(name(address, server.port()));
            }
        }
        Collections.sort(found);
        return found.stream().distinct().toList();
    }

    /** A host with addresses of both versions is one server by each of those of version 4, as HAProxy takes it, too. */
    private static List<InetAddress> addresses(ShardOptions.Server server, Network network)
            throws UnknownHostException {
        List<InetAddress> all = List.of(network.addresses(server.host()));
        List<InetAddress> ofVersion4 =
                all.stream().filter(Inet4Address.class::isInstance).toList();
        return ofVersion4.isEmpty() ? all : ofVersion4;
    }

    /** Empty if it is none of them. */
    private static String self(ShardOptions options, int port, Network network)
            throws UnknownHostException, SocketException {
        for (ShardOptions.Server server : options.servers()) {
            for (InetAddress address : addresses(server, network)) {
                if (server.port() == port && NetworkInterface.getByInetAddress(address) != null) {
                    return name(address, port);
                }
            }
        }
        return "";
    }

    private static String name(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Looks the servers up again. */
    void look() {
        try {
            List<String> now = new ArrayList<>(lookUp(options, network));
            now.removeIf(server -> !servers.contains(server) && !answers(server)); // it may be known before it is ready
            if (!now.contains(self)) {
                now.add(self); // whoever asks for names may not be told of itself
                Collections.sort(now);
            }
            if (!now.equals(servers)) {
                LOG.info("rooms are dealt out among {} now, before among {}", now, servers);
                servers = List.copyOf(now);
                changed.run();
            }
        } catch (UnknownHostException e) {
            LOG.debug("the servers of SHARDS can't be looked up; those that are known stay", e);
        } catch (RuntimeException e) { // or nobody would look any more
            LOG.warn("the servers of SHARDS could not be looked up", e);
        }
    }

    /** How many servers there are, this one included. */
    public int size() {
        return servers.size();
    }

    private boolean answers(String server) {
        return network.answers(host(server), port(server));
    }

    private static String host(String server) {
        return server.substring(0, server.lastIndexOf(':'));
    }

    private static int port(String server) {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    @Override
    public void requireHere(String room) throws RedirectException {
        List<String> there = Rendezvous.servers(room, servers, options.replicas());
        if (!there.contains(self)) {
            String server = there.get(ThreadLocalRandom.current().nextInt(there.size()));
            throw new RedirectException(room, host(server), port(server));
        }
    }

    @Override
    public void onChange(Runnable action) {
        changed = action;
    }

    @Override
    public void close() {
        var _ = looking.shutdownNow();
    }
}
