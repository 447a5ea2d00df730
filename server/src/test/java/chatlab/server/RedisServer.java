package chatlab.server;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real Redis on a free port of the loopback that can be taken away and put back. */
public final class RedisServer implements AutoCloseable {
    private final int port;
    private final List<String> settings;
    private @Nullable Process process;

    private RedisServer(int port, List<String> settings) {
        this.port = port;
        this.settings = settings;
    }

    /** Starts one; {@code settings} are as on its command line. Without the program the test that needs it is skipped. */
    public static RedisServer start(String... settings) throws IOException {
        RedisServer redis = later(settings);
        redis.begin();
        return redis;
    }

    /** One that is not there yet. */
    static RedisServer later(String... settings) throws IOException {
        Assumptions.assumeTrue(isInstalled(), "there is no redis-server");
        return new RedisServer(freePort(), List.of(settings));
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> new java.io.File(folder, "redis-server").canExecute());
    }

    /**
     * Below those that the kernel gives to connections (from 32,768 on): one of these might be in use when it is wanted, even by
     * somebody who tries to connect to it, and so to himself.
     */
    private static int freePort() throws IOException {
        int tries = 0;
        while (tries < 100) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                tries++; // it is taken
            }
        }
        throw new IOException("no port is free");
    }

    /** Comes, or comes back, on the same port. */
    void begin() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                "/tmp"));
        command.addAll(settings);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        process = started;
        BufferedReader output = started.inputReader();
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.contains("Ready to accept connections")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return;
            }
        }
        throw new IOException("Redis did not start: " + said);
    }

    /** Is gone without a word. */
    void kill() {
        Process running = Objects.requireNonNull(process);
        running.destroyForcibly().onExit().join();
        process = null;
    }

    /** Stands still, and holds its connections, until it is let go on. */
    public void stop() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(process).pid();
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " has failed: " + exit);
        }
    }

    public int port() {
        return port;
    }

    /** As servers are told. */
    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** What it answers to a command: as many lines as are wanted. */
    List<String> answer(String command, int lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return IntStream.range(0, lines).mapToObj(i -> readLine(in)).toList();
        }
    }

    /** A chat server that shares its rooms through this. */
    TestServer server(String... more) {
        List<String> all = new ArrayList<>(List.of("CLUSTER", url()));
        all.addAll(List.of(more));
        return TestServer.start(all.toArray(String[]::new));
    }

    /** Waits until so many servers listen to a channel, such as {@code room:rust}: each with a member in that room. */
    void awaitListeners(String channel, int servers) {
        await().until(() -> answer("PUBSUB NUMSUB chatlab:" + channel, 4).getLast(), (":" + servers)::equals);
    }

    private static String readLine(BufferedReader in) {
        try {
            return Objects.requireNonNull(in.readLine());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
