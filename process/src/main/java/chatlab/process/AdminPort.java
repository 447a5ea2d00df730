package chatlab.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The internal port of a process: metrics, health, status. Handlers run one after the other, so that whoever watches a
 * process never takes more than one thread's work from it.
 *
 * <p>A request is read and answered by a thread of its own: a client that sends half a request, or does not read its answer, holds up
 * nobody else, and is cut off after {@value #MAX_REQUEST_SECONDS} s or {@value #MAX_RESPONSE_SECONDS} s. A connection beyond {@value
 * #MAX_CONNECTIONS} is closed at once. The threads are platform threads, which wait a minute for the next request: on a virtual one the JDK's {@code
 * BufferedWriter} begins small and copies what it holds at nearly each write, which made 20 MB of garbage of 11 kB of metrics.
 */
public final class AdminPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminPort.class);
    private static final int BACKLOG = 16;
    private static final int MAX_BODY_BYTES = 64 * 1024;
    /** How much of a body that is too long is read away, so that its sender gets to read the answer. */
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_REQUEST_SECONDS = 5;
    private static final int MAX_RESPONSE_SECONDS = 30;

    static {
        // The JDK's server has no other way to say this. It reads them once, before its first port opens.
        setUnlessSet("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
        setUnlessSet("sun.net.httpserver.maxReqTime", MAX_REQUEST_SECONDS);
        setUnlessSet("sun.net.httpserver.maxRspTime", MAX_RESPONSE_SECONDS);
    }

    /** Answers one kind of request; never at the same time as another handler of this port. */
    public interface Handler {
        /** Whatever is thrown is logged and answered with 500. */
        Answer answer(Request request);
    }

    /**
     * A request.
     *
     * @param body what it carried, at most 64 KiB
     * @param headers by name, in any case; several of one name are joined by commas
     */
    public record Request(byte[] body, Map<String, String> headers) {
        public Request {
            Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(headers);
            headers = Collections.unmodifiableMap(anyCase);
        }

        /** A header's value, or the empty text. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** An answer with its status and content. */
    public record Answer(int status, String contentType, byte[] body) {
        /** A short text. */
        public static Answer text(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** A JSON document. */
        public static Answer json(int status, byte[] json) {
            return new Answer(status, "application/json", json);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final ReentrantLock oneAfterTheOther = new ReentrantLock();
    private final Map<String, Map<String, Handler>> handlers = new ConcurrentHashMap<>();

    private AdminPort(HttpServer server) {
        this.server = server;
        threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("admin-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Opens the port.
     *
     * @param bind the address to listen on
     * @param port the port, 0 for any
     * @throws UnusableException if it can't be opened
     */
    public static AdminPort open(String bind, int port) {
        try {
            return new AdminPort(HttpServer.create(new InetSocketAddress(InetAddress.getByName(bind), port), BACKLOG));
        } catch (IOException e) {
            throw new UnusableException(
                    "ADMIN_PORT " + port + " on " + bind + " can't be opened: " + e.getMessage()
                            + "; it has to be a free port of an address of this machine.",
                    e);
        }
    }

    /** Which port it is. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Answers {@code method} requests for exactly {@code path}. */
    public AdminPort on(String method, String path, Handler handler) {
        handlers.computeIfAbsent(path, p -> new ConcurrentHashMap<>()).put(method, handler);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType);
            boolean empty =
                    answer.body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status, empty ? -1 : answer.body.length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        @Nullable
        Map<String, Handler> methods = handlers.get(exchange.getRequestURI().getPath());
        if (methods == null) {
            return Answer.text(404, "There is nothing at this path.");
        }
        @Nullable Handler handler = methods.get(exchange.getRequestMethod());
        if (handler == null) {
            String taken = methods.keySet().stream().sorted().collect(Collectors.joining(", "));
            exchange.getResponseHeaders().set("Allow", taken);
            return Answer.text(405, "This path takes " + taken + ".");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            exchange.getRequestBody().skip(MAX_DISCARDED_BYTES);
            return Answer.text(413, "A request may carry at most " + MAX_BODY_BYTES + " bytes.");
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        oneAfterTheOther.lock();
        try {
            return handler.answer(new Request(body, headers));
        } catch (RuntimeException | Error e) {
            log.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return Answer.text(500, "This request failed; the process's log says why.");
        } finally {
            oneAfterTheOther.unlock();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void setUnlessSet(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }
}
