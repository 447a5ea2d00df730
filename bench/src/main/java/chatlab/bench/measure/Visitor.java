package chatlab.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection that says hello, in a room of its own. */
final class Visitor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final BufferedReader in;

    Visitor(int port, String name) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        say("{\"type\":\"hello\",\"clientId\":\"" + name + "\",\"rooms\":[\"visitors\"]}");
    }

    void say(String frame) throws IOException {
        socket.getOutputStream().write((frame + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a frame comes that begins like this. */
    boolean hears(String beginning) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** Breaks off. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
