package chatlab.bench.machine;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this is measured on. */
public final class Machine {
    private static final int LEAST_CORES = 2;

    private final Map<String, String> facts;

    private Machine(Map<String, String> facts) {
        this.facts = facts;
    }

    /**
     * Looks whether a measurement is possible here.
     *
     * @param ownNetwork whether this runs in a network namespace of its own
     * @throws UnusableException if it isn't
     */
    public static Machine of(Cores cores, boolean ownNetwork) throws IOException {
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            throw new UnusableException("A benchmark needs Linux: it uses epoll and reads /proc.");
        }
        int there = count();
        if (there < LEAST_CORES) {
            throw new UnusableException("A benchmark needs two cores, one for the server and one for the client; this"
                    + " machine has " + there + ".");
        }
        if (Math.max(cores.server(), cores.client()) >= there) {
            throw new UnusableException("There is no core " + Math.max(cores.server(), cores.client())
                    + " here, only 0 to " + (there - 1) + "; choose two with --cores.");
        }
        if (Commands.find(List.of("taskset")).isEmpty()) {
            throw new UnusableException(
                    "Server and client are pinned to their cores with taskset, which is not on the path; install util-linux.");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("java", Runtime.version().toString());
        facts.put("kernel", System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        facts.put("processor", processor() + ", " + there + " cores");
        facts.put("cores", "server " + cores.server() + ", client " + cores.client());
        facts.put(
                "network",
                ownNetwork ? "a namespace of its own" : "the host's, whose firewall rules may make every send dearer");
        facts.put("load average before", load());
        return new Machine(facts);
    }

    /** What to say before it begins. */
    public List<String> lines() {
        return List.of("Network: " + facts.get("network") + ". Load average before: " + load() + ".");
    }

    /** By name, in order. */
    public Map<String, String> facts() {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("load average after", load());
        return all;
    }

    /** Those of the machine: the virtual machine's own count is what it may use itself. */
    private static int count() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return (int) lines.filter(line -> line.matches("cpu\\d+ .*")).count();
        }
    }

    private static String processor() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            Optional<String> name = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
            return name.orElse("unnamed");
        }
    }

    private static String load() {
        try {
            return String.join(
                    " ",
                    List.of(Files.readString(Path.of("/proc/loadavg")).split(" "))
                            .subList(0, 3));
        } catch (IOException e) {
            return "unknown";
        }
    }
}
