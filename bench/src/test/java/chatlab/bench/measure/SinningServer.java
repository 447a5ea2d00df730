package chatlab.bench.measure;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A {@link TinyServer} in a process of its own that looks like a chatlab server, and sins as {@code SIN} says. */
final class SinningServer {
    /** What it does once a message with this number has come. */
    static final int SINS_FROM = 40;

    static final int EXIT_CODE = 7;

    private SinningServer() {}

    public static void main(String[] arguments) throws IOException {
        String sin = System.getenv().getOrDefault("SIN", "");
        TinyServer server = new TinyServer((number, line, members) -> {
            if (number >= SINS_FROM && sin.equals("ends")) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
            if (number >= SINS_FROM && sin.equals("closes")) {
                members.forEach(TinyServer.Member::end);
                return;
            }
            members.forEach(member -> member.send(line));
            if (number >= SINS_FROM && sin.equals("doubles")) {
                members.forEach(member -> member.send(line));
            }
        });
        HttpServer admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "nothing 0\n".getBytes(StandardCharsets.UTF_8);
        admin.createContext("/metrics", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        admin.start();
        System.out.println("listening on port " + server.port() + ", admin port "
                + admin.getAddress().getPort());
    }
}
