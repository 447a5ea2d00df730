package chatlab.lab.engine;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A second socket of the engine, which can vanish while the engine and its containers stay: byte for byte what the first one says. */
public final class EngineRelay implements AutoCloseable {
    private final Path socket;
    private final Path engine;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private EngineRelay(Path socket, Path engine, ServerSocketChannel server) {
        this.socket = socket;
        this.engine = engine;
        this.server = server;
    }

    /** Begins to relay. */
    public static EngineRelay at(Path socket) throws IOException {
        URI host =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build().getDockerHost();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        EngineRelay relay = new EngineRelay(socket, Path.of(host.getPath()), server);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel asking = server.accept();
                SocketChannel answering = SocketChannel.open(UnixDomainSocketAddress.of(engine));
                open.add(asking);
                open.add(answering);
                Thread.ofVirtual().start(() -> relay(asking, answering));
                Thread.ofVirtual().start(() -> relay(answering, asking));
            }
        } catch (IOException e) {
            // it has vanished
        }
    }

    private static void relay(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    @Override
    public void close() throws IOException {
        vanish();
    }

    /** Is no longer there, nor is any of its connections. */
    public void vanish() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        open.forEach(EngineRelay::close);
    }
}
