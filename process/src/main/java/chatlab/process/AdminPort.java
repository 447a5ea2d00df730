package chatlab.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The internal port of a process: metrics, health, status. Requests are answered one after the other by one thread of its
 * own, so that whoever watches a process never takes more than that from it.
 */
public final class AdminPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminPort.class);
    private static final int BACKLOG = 16;
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /** Answers one kind of request, on the port's thread. */
    public interface Handler {
        /** A thrown exception is logged and answered with 500. */
        Answer answer(Request request);
    }

    /**
     * A request.
     *
     * @param body what it carried, at most 64 KiB
     */
    public record Request(byte[] body, Map<String, String> headers) {
        /** A header's value, or the empty text; {@code name} as in {@code Content-Type}. */
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
    private final ExecutorService thread;
    private final Map<String, Map<String, Handler>> handlers = new ConcurrentHashMap<>();

    private AdminPort(HttpServer server) {
        this.server = server;
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("admin").factory());
        server.setExecutor(thread);
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
                    "ADMIN_PORT " + port + " on " + bind + " can't be opened: " + e.getMessage() + ".", e);
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
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            exchange.getResponseBody().write(answer.body);
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
            return Answer.text(405, "This path takes " + String.join(", ", methods.keySet()) + ".");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return Answer.text(413, "A request may carry at most " + MAX_BODY_BYTES + " bytes.");
        }
        Map<String, String> headers = new java.util.HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        try {
            return handler.answer(new Request(body, headers));
        } catch (RuntimeException e) {
            log.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return Answer.text(500, "This request failed; the process's log says why.");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
