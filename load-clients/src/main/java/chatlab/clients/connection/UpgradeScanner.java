package chatlab.clients.connection;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the answer to the request for a WebSocket (RFC 6455, section 4.1), and is forgotten when that has come. */
final class UpgradeScanner extends Scanner {
    /** A longer answer is none. */
    static final int MAX_HEAD_BYTES = MAX_KEPT_BYTES;

    private static final String HEAD_END = "\r\n\r\n";
    private static final int MAX_QUOTED = 80;

    private final String accept;
    private final Scanner behind;
    private final Sink sink;

    /**
     * @param accept the right {@code Sec-WebSocket-Accept}
     * @param behind reads what comes behind the answer
     */
    UpgradeScanner(String accept, Scanner behind, Sink sink) {
        this.accept = accept;
        this.behind = behind;
        this.sink = sink;
    }

    @Override
    Scanner scan(byte[] bytes, int from, int to) {
        String come = new String(bytes, from, Math.min(to - from, MAX_HEAD_BYTES), StandardCharsets.ISO_8859_1);
        int lineEnd = come.indexOf('\n');
        if (lineEnd >= 0) {
            String statusLine = come.substring(0, lineEnd).strip();
            if (!statusLine.matches("HTTP/1\\.1 101( .*)?")) {
                return refuse("the server answered " + quoted(statusLine) + " instead of upgrading");
            }
        }
        int headEnd = come.indexOf(HEAD_END);
        if (headEnd < 0) {
            if (come.length() == MAX_HEAD_BYTES) {
                return refuse(String.format(
                        Locale.ROOT,
                        "the server's answer to the upgrade does not end within %,d bytes",
                        MAX_HEAD_BYTES));
            }
            keep(bytes, from, to);
            return this;
        }
        Optional<String> wrong = wrong(headers(come.substring(0, headEnd)));
        if (wrong.isPresent()) {
            return refuse("the server upgraded wrongly: " + wrong.get());
        }
        sink.open();
        return behind.scan(bytes, from + headEnd + HEAD_END.length(), to);
    }

    private Scanner refuse(String why) {
        sink.end(why);
        return DEAF;
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon),
                        line.substring(colon + 1).strip(),
                        (first, second) -> first + ", " + second);
            }
        });
        return headers;
    }

    /** What a client has to take for a failure, in the order of section 4.1. */
    private Optional<String> wrong(Map<String, String> headers) {
        String upgrade = headers.getOrDefault("Upgrade", "");
        if (!upgrade.equalsIgnoreCase("websocket")) {
            return Optional.of("Upgrade is " + quoted(upgrade) + ", but it has to be 'websocket'");
        }
        String connection = headers.getOrDefault("Connection", "");
        if (!connection.toLowerCase(Locale.ROOT).matches("(.*,)?\\s*upgrade\\s*(,.*)?")) {
            return Optional.of("Connection is " + quoted(connection) + ", but it has to be 'Upgrade'");
        }
        String accepted = headers.getOrDefault("Sec-WebSocket-Accept", "");
        if (!accepted.equals(accept)) {
            return Optional.of("Sec-WebSocket-Accept is " + quoted(accepted) + ", but it has to be '" + accept + "'");
        }
        for (String notOffered : new String[] {"Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"}) {
            if (headers.containsKey(notOffered)) {
                return Optional.of(notOffered + " is " + quoted(headers.getOrDefault(notOffered, ""))
                        + ", but none was asked for");
            }
        }
        return Optional.empty();
    }

    private static String quoted(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (printable.length() > MAX_QUOTED ? printable.substring(0, MAX_QUOTED) + "…" : printable) + "'";
    }
}
