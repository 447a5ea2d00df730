package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.FrameGenerator;
import chatlab.protocol.WebSocket;
import chatlab.server.FrameModel.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Hands generated frames to a server and awaits what has to become of each. Where a frame ends the connection, the next one
 * begins another. Messages keep their order within a room, answers among themselves.
 */
final class FrameFeed implements AutoCloseable {
    private static final int BATCH_BYTES = 64 * 1024;

    /** What is awaited, and for which frame. */
    private record Awaited(long number, String text) {}

    private final TestServer server;
    private final boolean overWebSocket;
    private final FrameModel model = new FrameModel();
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private final Map<String, Queue<Awaited>> messagesByRoom = new HashMap<>();
    private final Queue<Awaited> answers = new ArrayDeque<>();
    private Client client;
    private @Nullable WebSocketPeer peer;
    private int awaited;
    private long accepted;
    private long passedOn;
    private long refused;
    private long ended;

    FrameFeed(TestServer server, boolean overWebSocket) throws IOException {
        this.server = server;
        this.overWebSocket = overWebSocket;
        client = connect();
    }

    private Client connect() throws IOException {
        accepted = 0;
        String[] rooms = FrameModel.ROOMS.toArray(String[]::new);
        if (!overWebSocket) {
            return server.named(FrameModel.NAME, rooms);
        }
        Client next = server.connect();
        WebSocketPeer upgraded = WebSocketPeer.open(next, "/ws");
        upgraded.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"" + String.join("\",\"", rooms) + "\"]}");
        assertThat(upgraded.line()).startsWith("{\"type\":\"welcome\"");
        peer = upgraded;
        return next;
    }

    long passedOn() {
        return passedOn;
    }

    long refused() {
        return refused;
    }

    /** How many connections a frame has ended. */
    long ended() {
        return ended;
    }

    void add(long number, FrameGenerator.Frame frame) throws Exception {
        byte[] bytes = asAda(frame);
        for (byte[] one : overWebSocket ? List.of(bytes) : lines(bytes)) {
            Outcome outcome = model.of(one, overWebSocket);
            batch.writeBytes(overWebSocket ? WebSocketPeer.frame(WebSocket.FINAL | WebSocket.TEXT, one) : one);
            if (!overWebSocket) {
                batch.write('\n');
            }
            if (!await(number, one, outcome)) {
                return; // what else stands in this frame would not be read any more
            }
        }
        if (batch.size() >= BATCH_BYTES) {
            flush();
        }
    }

    /** Answers whether the connection goes on. */
    private boolean await(long number, byte[] frame, Outcome outcome) throws Exception {
        switch (outcome) {
            case Outcome.PassedOn message -> {
                messagesByRoom
                        .computeIfAbsent(message.room(), room -> new ArrayDeque<>())
                        .add(new Awaited(number, new String(frame, StandardCharsets.UTF_8)));
                passedOn++;
                accepted++;
                awaited++;
            }
            case Outcome.Refused refusal -> {
                answers.add(new Awaited(
                        number,
                        "{\"type\":\"error\",\"code\":\"" + refusal.code().wire() + "\",\"message\":\""));
                refused++;
                awaited++;
            }
            case Outcome.Answered answer -> {
                answers.add(new Awaited(number, answer.beginning()));
                awaited++;
            }
            case Outcome.Ended ending -> {
                flush();
                expectEnd(number, ending.byQuit());
                ended++;
                client.reset();
                client = connect();
                return false;
            }
        }
        return true;
    }

    /** Sends what has been gathered and awaits all that it has to lead to. */
    void flush() throws Exception {
        client.send(batch.toByteArray());
        batch.reset();
        for (; awaited > 0; awaited--) {
            String line = peer == null ? client.line() : peer.line();
            if (line.startsWith("{\"type\":")) {
                Awaited answer = answers.poll();
                assertThat(line).as("the answer to %s", answer).startsWith(answer == null ? "none" : answer.text());
                assertThat(line).doesNotContain("\"fatal\":true");
            } else {
                Queue<Awaited> messages = messagesByRoom.get(model.roomOf(line.getBytes(StandardCharsets.UTF_8)));
                Awaited message = messages == null ? null : messages.poll();
                assertThat(line).as("%s", message).isEqualTo(message == null ? "none" : message.text());
            }
        }
    }

    /** An orderly end after a quit, a fatal error after what is no UTF-8. */
    private void expectEnd(long number, boolean quits) throws IOException {
        String words = quits
                ? "{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":" + accepted + "}"
                : "{\"type\":\"error\",\"code\":\"malformed\",\"message\":\"";
        if (peer == null) {
            assertThat(client.rest()).as("frame %s", number).isEqualTo(words + "\n");
            return;
        }
        List<WebSocketPeer.Frame> rest = peer.rest();
        assertThat(rest).as("frame %s", number).hasSize(2);
        assertThat(rest.getFirst().payload()).startsWith(words);
        assertThat(rest.getLast().payload()).startsWith(quits ? "1000 " : "1007 ");
    }

    /** The frame as if the connection's name were the one it was made for. */
    private static byte[] asAda(FrameGenerator.Frame frame) {
        byte[] bytes = frame.bytes();
        byte[] name = ('"' + frame.clientId() + '"').getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + name.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
                return WebSocketPeer.join(
                        Arrays.copyOf(bytes, at),
                        "\"ada\"".getBytes(StandardCharsets.US_ASCII),
                        Arrays.copyOfRange(bytes, at + name.length, bytes.length));
            }
        }
        return bytes;
    }

    /** What a server takes for lines, each without its end. */
    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        for (int from = 0, at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n') {
                int end = at > from && bytes[at - 1] == '\r' ? at - 1 : at;
                lines.add(Arrays.copyOfRange(bytes, from, end));
                from = at + 1;
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    @Override
    public String toString() {
        return passedOn + " passed on, " + refused + " refused, " + ended + " connections ended, over "
                + (overWebSocket ? "WebSocket" : "lines");
    }
}
