package chatlab.clients;

import chatlab.clients.connection.Transport;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A chat server on plain sockets that sends every line to every member of its sender's room, and does so as badly as a test asks for.
 * Broadcasts are made one after the other.
 */
final class TestServer implements AutoCloseable {
    /** What a server does with the messages of its clients. */
    interface Conduct {
        /** Called for each message in the order of broadcasts, under the server's lock; {@code number} counts from 0. */
        void broadcast(long number, byte[] line, List<Member> members) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    private final List<ServerSocket> doors = new CopyOnWriteArrayList<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Conduct conduct;
    private volatile String answerToHello = "{\"type\":\"welcome\"}";
    private volatile boolean reading = true;
    private volatile boolean closing;
    private volatile boolean splicing = true;
    private volatile boolean movable = true;
    private volatile boolean closingMoves;
    private volatile boolean noticingLate;
    private final List<Member> seen = new CopyOnWriteArrayList<>();
    private volatile int firstTurnedAway;
    private volatile int turnedAway;
    private long broadcasts;
    private volatile int secondPort;
    private volatile boolean dealtAnew;
    private @Nullable WebSocketFront front;

    TestServer(Conduct conduct) throws IOException {
        this.conduct = conduct;
        threads.execute(() -> accept(listener));
    }

    /** A server that does everything right. */
    static TestServer good() throws IOException {
        return new TestServer(TestServer::toAll);
    }

    static void toAll(long number, byte[] line, List<Member> members) throws IOException {
        for (Member member : members) {
            member.send(line);
        }
    }

    /** A connection that has said hello. */
    static final class Member {
        private final Socket socket;
        private final String name;
        private volatile String hello;

        /** Goes out in one piece with the next message to it, ahead of that. */
        private volatile String redirect = "";

        private Member(Socket socket, String hello) {
            this.socket = socket;
            this.hello = hello;
            name = hello.replaceAll(".*\"clientId\":\"([^\"]*)\".*", "$1");
        }

        String name() {
            return name;
        }

        /** A message as its receivers get it: from a home that is not global it names its room. */
        byte[] spliced(byte[] line) {
            String room = rooms().replaceAll(".*\\[\"([^\"]*)\".*", "$1");
            String text = new String(line, StandardCharsets.UTF_8);
            return room.equals("global")
                    ? line
                    : (text.substring(0, text.lastIndexOf('}')) + ",\"room\":\"" + room + "\"}\n")
                            .getBytes(StandardCharsets.UTF_8);
        }

        String rooms() {
            return hello.substring(hello.indexOf("\"rooms\""));
        }

        void send(byte[] line) throws IOException {
            try {
                if (!socket.isClosed()) {
                    byte[] first = redirect.getBytes(StandardCharsets.UTF_8);
                    redirect = "";
                    byte[] all = Arrays.copyOf(first, first.length + line.length);
                    System.arraycopy(line, 0, all, first.length, line.length);
                    socket.getOutputStream().write(all);
                }
            } catch (IOException e) {
                socket.close(); // it has left: which others must not suffer from
            }
        }

        void send(String line) throws IOException {
            send((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void close() throws IOException {
            socket.close();
        }

        boolean isClosed() {
            return socket.isClosed();
        }
    }

    TestServer answeringHello(String line) {
        answerToHello = line;
        return this;
    }

    /** Leaves out which room a message is from. */
    TestServer withoutSplice() {
        splicing = false;
        return this;
    }

    /** Takes in no more than what it has been welcomed with. */
    TestServer notReading() {
        reading = false;
        return this;
    }

    /** Ends every connection once its hello has been answered. */
    TestServer closingAfterHello() {
        closing = true;
        return this;
    }

    /** Frames that clients sent after their hello and that are no messages, each after its sender's name. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    /** Never answers a hello. */
    TestServer silent() {
        answerToHello = "";
        return this;
    }

    /** Is to be reached by this transport; by WebSocket through Netty's own server for it. */
    TestServer over(Transport transport) {
        front = transport == Transport.WEBSOCKET ? new WebSocketFront(port()) : null;
        return this;
    }

    /** The addresses that connections have come from. */
    List<InetAddress> peers() {
        return sockets.stream().map(Socket::getInetAddress).distinct().toList();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Refuses every hello but the first of a connection. */
    TestServer refusingMoves() {
        movable = false;
        return this;
    }

    /** Ends a connection at its second hello. */
    TestServer closingMoves() {
        closingMoves = true;
        return this;
    }

    /** Takes a while until who comes back is a member, and answers nothing. */
    TestServer noticingLate() {
        noticingLate = true;
        return silent();
    }

    /** How many members there are by the port they came to and their rooms. */
    Map<String, Long> membersByPortAndRoom() {
        return seen.stream()
                .collect(Collectors.groupingBy(
                        member -> member.socket.getLocalPort() + " " + member.rooms(), Collectors.counting()));
    }

    /** Lets so many connections in, closes so many that come after them, and lets in all others. */
    TestServer turningAwayAfter(int welcome, int turnedAway) {
        firstTurnedAway = welcome;
        this.turnedAway = turnedAway;
        return this;
    }

    /** The address of a second door. */
    String secondTarget() throws IOException {
        ServerSocket second = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        doors.add(second);
        threads.execute(() -> accept(second));
        return "tcp://127.0.0.1:" + second.getLocalPort();
    }

    /** Each room can be entered by one of two doors only, whose addresses are told to who comes by the other. */
    TestServer dealingRooms() throws IOException {
        String second = secondTarget();
        secondPort = Integer.parseInt(second.substring(second.lastIndexOf(':') + 1));
        return this;
    }

    /** From now on each room is to be entered by the other door, which is told to those who are in it. */
    void dealAnew(List<Member> members) throws IOException {
        dealtAnew = true;
        for (Member member : members) {
            member.send(redirect(member.hello));
        }
    }

    private String redirect(String hello) {
        return "{\"type\":\"redirect\",\"room\":\"" + room(hello) + "\",\"host\":\"127.0.0.1\",\"port\":"
                + doorOf(hello) + "}";
    }

    /** A redirect for which there is no message to go with. */
    private void sendAlone(Member member) {
        try {
            Thread.sleep(100);
            synchronized (this) {
                member.send(new byte[0]);
            }
        } catch (InterruptedException | IOException e) {
            // the test is over
        }
    }

    private static String room(String hello) {
        return hello.replaceAll(".*\"rooms\":\\[\"([^\"]*)\".*", "$1");
    }

    private int doorOf(String hello) {
        return (room(hello).hashCode() & 1) == (dealtAnew ? 1 : 0) ? port() : secondPort;
    }

    private boolean isElsewhere(String hello, Socket socket) {
        return secondPort != 0 && doorOf(hello) != socket.getLocalPort();
    }

    /** How many connections have been made to each port. */
    Map<Integer, Long> connectionsByPort() {
        return sockets.stream().collect(Collectors.groupingBy(Socket::getLocalPort, Collectors.counting()));
    }

    String target() {
        return front != null ? front.target() : "tcp://127.0.0.1:" + port();
    }

    private void accept(ServerSocket door) {
        try {
            while (true) {
                Socket socket = door.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                if (sockets.size() > firstTurnedAway && sockets.size() <= firstTurnedAway + turnedAway) {
                    socket.close();
                    continue;
                }
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            String hello = new String(line(in), StandardCharsets.UTF_8).strip();
            if (isElsewhere(hello, socket)) {
                socket.getOutputStream().write((redirect(hello) + "\n").getBytes(StandardCharsets.UTF_8));
                byte[] _ = line(in); // nothing more, but its end
                return;
            }
            Member member = new Member(socket, hello);
            int accepted = 0;
            if (noticingLate && seen.stream().anyMatch(other -> other.name.equals(member.name))) {
                Thread.sleep(20);
            }
            seen.add(member);
            synchronized (this) {
                members.add(member);
                if (!answerToHello.isEmpty()) {
                    member.send(answerToHello);
                }
            }
            if (closing) {
                return;
            }
            if (!reading) {
                new java.util.concurrent.CountDownLatch(1).await();
            }
            // What had been read ahead of a connection that a test has closed is no longer accepted.
            for (byte[] line = line(in); line.length > 0 && !socket.isClosed(); line = line(in)) {
                String text = new String(line, StandardCharsets.UTF_8);
                if (text.startsWith("{\"type\":\"quit\"")) {
                    member.send("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":" + accepted + "}");
                    return;
                }
                if (text.startsWith("{\"type\":\"hello\"") && isElsewhere(text.strip(), socket)) {
                    member.redirect = redirect(text.strip()) + "\n";
                    threads.execute(() -> sendAlone(member));
                    continue;
                }
                if (text.startsWith("{\"type\":\"hello\"")) {
                    if (closingMoves) {
                        return;
                    }
                    synchronized (this) {
                        if (movable) {
                            member.hello = text.strip();
                        }
                        member.send(
                                movable
                                        ? answerToHello
                                        : "{\"type\":\"error\",\"code\":\"too_many_rooms\",\"fatal\":false}");
                    }
                    continue;
                }
                if (text.startsWith("{\"type\"")) {
                    answers.add(member.name() + " " + text.strip());
                    continue;
                }
                synchronized (this) {
                    List<Member> room = new ArrayList<>(members);
                    room.removeIf(other -> !other.rooms().equals(member.rooms()));
                    accepted++;
                    conduct.broadcast(broadcasts++, splicing ? member.spliced(line) : line, room);
                }
            }
        } catch (IOException | InterruptedException e) {
            // the client has gone, or the test is over
        } finally {
            synchronized (this) {
                members.removeIf(member -> member.socket.equals(socket));
            }
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0) {
            bytes.write(next);
            if (next == '\n') {
                break;
            }
            next = in.read();
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        if (front != null) {
            front.close();
        }
        try {
            listener.close();
            for (ServerSocket door : doors) {
                door.close();
            }
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
