package chatlab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the kernel counts of the network namespace this process is in (proc_pid_net(5)): in a container, of that container; elsewhere of the
 * whole machine. A figure that is not there is empty.
 *
 * @param root where {@code proc} is
 */
public record Network(Path root) {
    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    /** This process's. */
    public static Network ofThisProcess() {
        return new Network(Path.of("/"));
    }

    /**
     * What it counts at one moment.
     *
     * @param receivedBytes that all interfaces have received, the loopback one included
     * @param sentBytes that all interfaces have sent, the loopback one included
     * @param retransmittedSegments TCP segments that were sent again
     * @param listenOverflows connections that were turned away because a listening socket's queue was full
     */
    public record Reading(
            OptionalLong receivedBytes,
            OptionalLong sentBytes,
            OptionalLong retransmittedSegments,
            OptionalLong listenOverflows) {}

    /** Reads all figures now. */
    public Reading read() {
        List<String> interfaces = lines("dev");
        return new Reading(
                sum(interfaces, RECEIVED),
                sum(interfaces, SENT),
                counter("snmp", "Tcp:", "RetransSegs"),
                counter("netstat", "TcpExt:", "ListenOverflows"));
    }

    private static OptionalLong sum(List<String> interfaces, int column) {
        // Two lines of headings, then "name: figures".
        return interfaces.stream()
                .skip(2)
                .map(line -> line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
                .filter(figures -> figures.length > column)
                .mapToLong(figures -> Long.parseLong(figures[column]))
                .reduce(Long::sum);
    }

    /** A table of two lines: names, and below them values. */
    private OptionalLong counter(String file, String table, String name) {
        List<String[]> rows = lines(file).stream()
                .filter(line -> line.startsWith(table))
                .map(line -> line.split(" ", -1))
                .toList();
        int column = rows.size() < 2 ? -1 : Arrays.asList(rows.get(0)).indexOf(name);
        return column < 0 || rows.get(1).length <= column
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(rows.get(1)[column]));
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve("proc/self/net").resolve(file));
        } catch (IOException e) {
            return List.of(); // not a Linux machine
        }
    }
}
