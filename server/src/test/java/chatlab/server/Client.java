package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client as simple as {@code nc}: bytes out, lines in. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    private Client(int port, int receiveBufferBytes) throws IOException {
        this(port, receiveBufferBytes, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private Client(int port, int receiveBufferBytes, InetSocketAddress from) throws IOException {
        socket.bind(from);
        socket.setReceiveBufferSize(receiveBufferBytes);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Client connect(int port) throws IOException {
        return new Client(port, 256 * 1024);
    }

    /** One that comes from another address of the loopback. */
    static Client connectFrom(String address, int port) throws IOException {
        return new Client(port, 256 * 1024, new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }

    /** One whose own kernel holds little for it. */
    static Client connectWithSmallBuffer(int port) throws IOException {
        return new Client(port, 4 * 1024);
    }

    /** Connects and says hello, which is over when the welcome has come. */
    static Client named(int port, String clientId, String... rooms) throws IOException {
        Client client = connect(port);
        client.hello(clientId, rooms);
        return client;
    }

    void hello(String clientId, String... rooms) throws IOException {
        String list = rooms.length == 0 ? "" : ",\"rooms\":[\"" + String.join("\",\"", rooms) + "\"]";
        send("{\"type\":\"hello\",\"clientId\":\"" + clientId + "\"" + list + "}\n");
        assertThat(line()).startsWith("{\"type\":\"welcome\",\"clientId\":\"" + clientId + "\"");
    }

    Client send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Client send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next line without its LF. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException(
                        "the end came instead of a line, after '" + line.toString(StandardCharsets.UTF_8) + "'");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next so many bytes. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the end came after " + bytes.length + " bytes instead of " + count);
        }
        return bytes;
    }

    /** Everything up to the server's end. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The lines up to the server's end. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(List.of(rest().split("\n", -1)));
        assertThat(lines.removeLast()).isEmpty();
        return lines;
    }

    /** Nothing has come that was not read. */
    void expectNothingMore() throws IOException {
        send("{\"type\":\"ping\",\"t\":4711}\n");
        assertThat(line()).isEqualTo("{\"type\":\"pong\",\"t\":4711}");
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection off. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Goes away before the test is over. */
    void leave() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
