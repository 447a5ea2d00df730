package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client made by hand, which can break every rule and checks that the server keeps those of its own frames. */
final class WebSocketPeer implements AutoCloseable {
    private static final int MASK = 0x8123_a5ff;

    private final Client client;

    /** What came in one frame: its opcode, and its payload as text or, of a close frame, code and reason. */
    record Frame(int opcode, String payload) {
        static Frame text(String text) {
            return new Frame(WebSocket.TEXT, text);
        }

        static Frame close(int code, String reason) {
            return new Frame(WebSocket.CLOSE, code + " " + reason);
        }

        static Frame pong(String payload) {
            return new Frame(WebSocket.PONG, payload);
        }

        static Frame ping() {
            return new Frame(WebSocket.PING, "");
        }
    }

    private WebSocketPeer(Client client) {
        this.client = client;
    }

    /** Upgrades on {@code path}. */
    static WebSocketPeer open(int port, String path) throws IOException {
        return open(Client.connect(port), path);
    }

    static WebSocketPeer open(Client client, String path) throws IOException {
        client.send(handshake(path));
        return upgraded(client);
    }

    static String handshake(String path) {
        return String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: x",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "");
    }

    /** For a client that has sent its handshake: awaits the answer. */
    static WebSocketPeer upgraded(Client client) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = client.line(); !line.equals("\r"); line = client.line()) {
            head.add(line);
        }
        assertThat(head)
                .containsExactly(
                        "HTTP/1.1 101 Switching Protocols\r",
                        "Upgrade: websocket\r",
                        "Connection: Upgrade\r",
                        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r");
        return new WebSocketPeer(client);
    }

    /** A frame of a client; {@code first} is its first byte. */
    static byte[] frame(int first, byte[] payload) {
        byte[] frame = new byte[WebSocket.headerBytes(payload.length, true) + payload.length];
        int start = WebSocket.writeMaskedHeader(frame, 0, first & 0x0f, payload.length, MASK);
        frame[0] = (byte) first;
        System.arraycopy(payload, 0, frame, start, payload.length);
        WebSocket.mask(frame, start, frame.length, MASK, 0);
        return frame;
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] text(String text) {
        return frame(WebSocket.FINAL | WebSocket.TEXT, text);
    }

    static byte[] close(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                WebSocket.FINAL | WebSocket.CLOSE,
                ByteBuffer.allocate(2 + words.length)
                        .putShort((short) code)
                        .put(words)
                        .array());
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    WebSocketPeer say(String text) throws IOException {
        return send(text(text));
    }

    WebSocketPeer send(byte[] bytes) throws IOException {
        client.send(bytes);
        return this;
    }

    /** The next frame. */
    Frame next() throws IOException {
        byte[] start = client.bytes(2);
        assertThat(start[0] & 0xf0).as("final, no extension").isEqualTo(WebSocket.FINAL);
        assertThat(start[1]).as("not masked").isNotNegative();
        int length = switch (start[1]) {
            case 126 -> ByteBuffer.wrap(client.bytes(2)).getShort() & 0xffff;
            case 127 -> Math.toIntExact(ByteBuffer.wrap(client.bytes(8)).getLong());
            default -> start[1];
        };
        assertThat(WebSocket.headerBytes(length, false)).isEqualTo(start[1] == 126 ? 4 : start[1] == 127 ? 10 : 2);
        byte[] payload = client.bytes(length);
        int opcode = start[0] & 0x0f;
        boolean hasCode = opcode == WebSocket.CLOSE && length > 0;
        String text = new String(payload, hasCode ? 2 : 0, hasCode ? length - 2 : length, StandardCharsets.UTF_8);
        return new Frame(opcode, hasCode ? (ByteBuffer.wrap(payload).getShort() & 0xffff) + " " + text : text);
    }

    /** The text of the next frame, which has to be a message. */
    String line() throws IOException {
        Frame frame = next();
        assertThat(frame.opcode()).as(frame.toString()).isEqualTo(WebSocket.TEXT);
        return frame.payload();
    }

    /** The frames up to a close frame, with which the server's end has to come. */
    List<Frame> rest() throws IOException {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(next());
        } while (frames.getLast().opcode() != WebSocket.CLOSE);
        assertThat(client.rest()).isEmpty();
        return frames;
    }

    void expectNothingMore() throws IOException {
        send(frame(WebSocket.FINAL | WebSocket.PING, "anything?"));
        assertThat(next()).isEqualTo(Frame.pong("anything?"));
    }

    Client client() {
        return client;
    }

    /** Goes away before the test is over. */
    void leave() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
