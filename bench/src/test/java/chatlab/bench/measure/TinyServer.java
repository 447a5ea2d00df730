package chatlab.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of JSON lines that does to messages what a test wants: by their numbers, so that no clock decides. */
final class TinyServer implements Server {
    /** What becomes of messages. */
    interface Fate {
        /** Called for one message at a time, in the order of arrival. */
        void of(int number, String line, List<Member> members);
    }

    /** One connection, by the order in which it came. */
    record Member(int index, Socket socket) {
        void send(String line) {
            try {
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The client has ended.
            }
        }

        void end() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final Pattern NUMBER = Pattern.compile("#([0-9a-f]{8})");

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Member> members = new ArrayList<>();
    private final String greeting;
    private final Fate fate;

    /** One that welcomes everybody. */
    TinyServer(Fate fate) throws IOException {
        this("{\"type\":\"welcome\",\"clientId\":\"c\"}", fate);
    }

    /** One that says this to whoever says hello. */
    TinyServer(String greeting, Fate fate) throws IOException {
        this.greeting = greeting;
        this.fate = fate;
        Thread.ofVirtual().start(this::accept);
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public String dialect(Transport transport) {
        return transport.dialect();
    }

    @Override
    public Counts counts(int messageBytes) {
        return new Counts(Double.NaN, Double.NaN, 0);
    }

    @Override
    public Optional<String> end() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says something to everybody who is in, until it is over: as fast as the first one reads. */
    void chatter(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            List<Member> in;
            synchronized (this) {
                in = List.copyOf(members);
            }
            in.stream().limit(1).forEach(member -> member.send("{\"clientId\":\"x\",\"Message\":\"chatter\"}"));
            Thread.onSpinWait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line, socket);
            }
        } catch (IOException e) {
            // The client has ended.
        }
    }

    private synchronized void take(String line, Socket socket) {
        Matcher number = NUMBER.matcher(line);
        if (number.find()) {
            fate.of(Integer.parseUnsignedInt(number.group(1), 16), line, List.copyOf(members));
        } else {
            Member member = new Member(members.size(), socket);
            members.add(member);
            member.send(greeting);
        }
    }
}
