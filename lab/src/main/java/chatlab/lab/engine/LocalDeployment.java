package chatlab.lab.engine;

import chatlab.process.AotCache;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Processes of this machine that reach each other on its loopback interface. */
final class LocalDeployment implements Deployment {
    private static final String LOOPBACK = "127.0.0.1";
    /** A session of its own: a Ctrl-C at the terminal is the lab's to act on, not its processes'. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Part of every Linux; elsewhere processes go where the system puts them. */
    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    // Below the range from which the kernel takes ports for outgoing connections, so that none of those gets in
    // between.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    /** As in a container: a setting in the lab's own environment must not become one of the processes'. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE");

    private final Path checkout;
    private final ControlGroups groups;
    private final String run;
    private final String name;
    private final Path logs;
    private final List<LocalNode> nodes = new ArrayList<>();
    private final Set<Integer> handedOut = new HashSet<>();

    /**
     * @param run whose processes they are
     * @param name unique within the run
     * @param logs an empty folder
     */
    LocalDeployment(Path checkout, ControlGroups groups, String run, String name, Path logs) {
        this.checkout = checkout;
        this.groups = groups;
        this.run = run;
        this.name = name;
        this.logs = logs;
    }

    @Override
    public Node start(NodeSpec spec) {
        String artifact = spec.role().artifact();
        Path module = checkout.resolve(artifact);
        Path jar = LocalEngine.jar(checkout, spec.role());
        int adminPort = freePort();
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put("BIND", LOOPBACK);
        environment.put("ADMIN_PORT", Integer.toString(adminPort));
        if (spec.role() == NodeSpec.Role.GATLING) {
            environment.put(
                    "RESULTS_DIR", logs.resolve(spec.name() + "-results").toString());
        }
        String address = "";
        if (spec.role().servicePort() != 0) {
            int servicePort = freePort();
            environment.put("PORT", Integer.toString(servicePort));
            address = LOOPBACK + ":" + servicePort;
        }
        ControlGroups.@Nullable Group group =
                groups.make(run + "-" + name + "-" + spec.name(), spec.cpus(), spec.memoryBytes());
        try {
            Path log = logs.resolve(spec.name() + ".log");
            ProcessBuilder builder = new ProcessBuilder(command(spec, module, jar, group, options(spec)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().retainAll(INHERITED);
            builder.environment().putAll(environment);
            LocalNode node = new LocalNode(builder.start(), group, log, adminPort, address);
            nodes.add(node);
            return node;
        } catch (IOException e) {
            if (group != null) {
                group.close();
            }
            throw new UnusableException("The " + artifact + " could not be started: " + e.getMessage() + ".", e);
        }
    }

    /** The process enters its control group before it becomes the program, so that every thread of it is inside. */
    private static List<String> command(
            NodeSpec spec, Path module, Path jar, ControlGroups.@Nullable Group group, List<String> options) {
        List<String> command = new ArrayList<>();
        if (group != null) {
            StringBuilder script = new StringBuilder();
            group.doors()
                    .forEach(door -> script.append("echo $$ > '").append(door).append("' && "));
            command.addAll(List.of("/bin/sh", "-c", script + "exec \"$@\"", "sh"));
        }
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        if (Files.isExecutable(TASKSET)) {
            Cores.of(
                            spec.role(),
                            spec.serving().serverCpus(),
                            0,
                            Runtime.getRuntime().availableProcessors())
                    .ifPresent(own -> command.addAll(List.of(TASKSET.toString(), "--cpu-list", own.toString())));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + module.resolve("jvm.options"));
        command.addAll(AotCache.option(jar));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private List<String> options(NodeSpec spec) {
        List<String> options = new ArrayList<>(
                GcLog.options(logs.resolve(spec.name() + "-gc.log").toString()));
        options.add(mark(run));
        return options;
    }

    /** The argument by which a run's processes are known to whoever finds them. */
    static String mark(String run) {
        return "-Dchatlab.run=" + run;
    }

    /** None that it has handed out before: it is taken only when the process that is told it has started. */
    private int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (handedOut.add(port)) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                // taken: try another
            }
        }
        throw new UnusableException("No free port was found from " + FIRST_PORT + " to " + LAST_PORT + ".");
    }

    @Override
    public String servers() {
        throw new UnsupportedOperationException("processes of this machine have no name in common");
    }

    @Override
    public ServingSide servingSide(NodeSpec.Serving serving) {
        return Cores.serving(serving.serverCpus(), 0, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String keep() {
        throw new UnsupportedOperationException("processes of this machine end with the lab");
    }

    @Override
    public List<String> notices() {
        return List.of();
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        nodes.forEach(node -> cleanup.then(node::remove));
        nodes.clear();
        cleanup.then(this::removeLogs).done();
    }

    private void removeLogs() {
        if (!Files.exists(logs)) {
            return;
        }
        try (var files = Files.walk(logs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
