package chatlab.lab.engine;

import chatlab.lab.compose.ComposeService;
import chatlab.lab.engine.NodeSpec.Role;
import chatlab.process.UnusableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network of its own and the containers in it. Where somebody watches, the containers join the observer network too;
 * that is a convenience, so a trial goes on without it.
 */
final class DockerDeployment implements Deployment {
    private static final long PIDS = 512;

    private final DockerClient docker;
    private final String run;
    private final String name;
    private final DockerImages images;
    private final int cores;
    private final String network;
    private final List<DockerNode> nodes = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private boolean kept;
    private @Nullable ObserverNetwork observer;
    private @Nullable String observed;

    /**
     * @param cores how many the engine has
     */
    DockerDeployment(DockerClient docker, String run, String name, DockerImages images, int cores) {
        this.docker = docker;
        this.run = run;
        this.name = name;
        this.images = images;
        this.cores = cores;
        network = DockerCalls.ask(
                "make a network",
                () -> docker.createNetworkCmd()
                        .withName(run + "-" + name)
                        .withLabels(Map.of(DockerEngine.RUN_LABEL, run))
                        .exec()
                        .getId());
    }

    /** Lets the containers join the network where somebody watches, if there is one. */
    void observeIfWatched() {
        try {
            ObserverNetwork.find(docker).ifPresent(this::observe);
        } catch (UnusableException e) {
            notices.add("Whether somebody watches could not be found out, so it went on unwatched: " + e.getMessage());
        }
    }

    /** Lets the containers that are started from now on join this network. */
    void observe(ObserverNetwork network) {
        observer = network;
    }

    /** The network on which at least one of its containers has been watched. */
    Optional<String> observedOn() {
        return Optional.ofNullable(observed);
    }

    @Override
    public Node start(NodeSpec spec) {
        @Nullable ObserverNetwork watched = observer;
        if (watched != null) {
            try {
                Node node = start(spec, watched);
                observed = watched.name();
                return node;
            } catch (UnusableException e) {
                // Most likely the stack was taken down meanwhile. If it was something else, it happens again below.
                observer = null;
                notices.add("The " + spec.role().artifact() + " could not be watched on the network " + watched.name()
                        + ", from there on it went on without: " + e.getMessage());
            }
        }
        return start(spec, null);
    }

    private Node start(NodeSpec spec, @Nullable ObserverNetwork watched) {
        ExposedPort adminPort = ExposedPort.tcp(spec.role().adminPort());
        String id = create(spec, adminPort);
        DockerNode node =
                new DockerNode(docker, id, alias(spec) + ":" + spec.role().servicePort(), adminPort);
        nodes.add(node);
        try {
            // Whoever is not ours tells the observer nothing, and HAProxy has to take the name "server" for those of
            // its trial.
            if (watched != null && spec.role().isOurs()) {
                watched.attach(docker, id, spec.role());
            }
            node.start();
            return node;
        } catch (UnusableException e) {
            node.remove();
            nodes.remove(node);
            throw e;
        }
    }

    private String create(NodeSpec spec, ExposedPort adminPort) {
        String artifact = spec.role().artifact();
        return DockerCalls.ask("make a container of " + artifact, () -> {
            CreateContainerCmd command = docker.createContainerCmd(images.id(spec.role()))
                    .withName(run + "-" + name + "-" + spec.name())
                    .withAliases(aliases(spec))
                    .withLabels(Map.of(DockerEngine.RUN_LABEL, run))
                    .withEnv(environment(spec))
                    .withHostConfig(hostConfig(spec, adminPort));
            if (spec.role().adminPort() != 0) {
                command.withExposedPorts(adminPort);
            }
            images.service(spec.role()).ifPresent(service -> as(service, command));
            return command.exec().getId();
        });
    }

    private static void as(ComposeService service, CreateContainerCmd command) {
        if (!service.entrypoint().isEmpty()) {
            command.withEntrypoint(service.entrypoint());
        }
        if (!service.command().isEmpty()) {
            command.withCmd(service.command());
        }
        if (!service.user().isEmpty()) {
            command.withUser(service.user());
        }
    }

    private static List<String> environment(NodeSpec spec) {
        Map<String, String> environment = new TreeMap<>(spec.environment());
        if (spec.role().isOurs()) {
            environment.put("ADMIN_PORT", Integer.toString(spec.role().adminPort()));
            environment.put("JDK_JAVA_OPTIONS", String.join(" ", GcLog.options(GcLog.IN_CONTAINER)));
        }
        if (spec.role() == Role.GATLING) {
            environment.put("RESULTS_DIR", "/tmp/results");
        }
        return environment.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }

    /** Gatling unpacks native libraries there, and writes down every request and its report. */
    private static String temporary(Role role) {
        return role == Role.GATLING ? "rw,exec,size=512m" : "rw,size=64m";
    }

    /**
     * A name that can mean nobody else: the engine answers for a name of any network that the asking container is in, and
     * on an observer network somebody else may be called "server".
     */
    private String alias(NodeSpec spec) {
        return spec.name() + "-" + network.substring(0, 12);
    }

    /** A server has two more: all servers' for one another, and what HAProxy looks for, which is in no other network. */
    private List<String> aliases(NodeSpec spec) {
        return spec.role() == Role.SERVER ? List.of(alias(spec), serversAlias(), "server") : List.of(alias(spec));
    }

    private String serversAlias() {
        return "servers-" + network.substring(0, 12);
    }

    @Override
    public String servers() {
        return serversAlias() + ":" + Role.SERVER.servicePort();
    }

    @Override
    public ServingSide servingSide(NodeSpec.Serving serving) {
        return Cores.serving(serving.serverCpus(), otherCpus(serving), cores);
    }

    private Optional<Cores> cores(Role role, NodeSpec.Serving serving) {
        return Cores.of(role, serving.serverCpus(), otherCpus(serving), cores);
    }

    private double otherCpus(NodeSpec.Serving serving) {
        return serving.others().stream()
                .mapToDouble(
                        role -> images.service(role).map(ComposeService::cpus).orElse(0.0))
                .sum();
    }

    @Override
    public String keep() {
        kept = true;
        String label = DockerEngine.RUN_LABEL + "=" + run;
        return "docker rm -fv $(docker ps -aq --filter label=" + label + ") && docker network prune -f --filter label="
                + label;
    }

    /** Whether a container or a network is to be left as it is. */
    boolean keeps(String id) {
        return kept
                && (id.equals(network)
                        || nodes.stream().anyMatch(node -> node.id().equals(id)));
    }

    @Override
    public List<String> notices() {
        return List.copyOf(notices);
    }

    private HostConfig hostConfig(NodeSpec spec, ExposedPort adminPort) {
        HostConfig config = HostConfig.newHostConfig()
                .withNetworkMode(network)
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPidsLimit(PIDS)
                .withTmpFs(images.service(spec.role())
                        .map(ComposeService::temporary)
                        .orElseGet(() -> Map.of("/tmp", temporary(spec.role()))))
                .withMounts(images.service(spec.role())
                        .map(DockerDeployment::mounts)
                        .orElse(List.of()))
                .withSysctls(Map.of("net.core.somaxconn", "4096", "net.ipv4.ip_local_port_range", "1024 65535"))
                .withLogConfig(
                        new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "2")));
        if (spec.role().adminPort() != 0) {
            config.withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), adminPort));
        }
        cores(spec.role(), spec.serving()).ifPresent(own -> config.withCpusetCpus(own.toString()));
        spec.cpus().ifPresent(cpus -> limit(config, cpus));
        spec.memoryBytes().ifPresent(bytes -> limit(config, bytes));
        images.service(spec.role()).ifPresent(service -> {
            limit(config, service.cpus());
            limit(config, service.memoryBytes());
        });
        return config;
    }

    private static void limit(HostConfig config, double cpus) {
        config.withNanoCPUs(Math.round(cpus * 1e9));
    }

    /** No swap on top: a limit that swaps is none. */
    private static void limit(HostConfig config, long memoryBytes) {
        config.withMemory(memoryBytes).withMemorySwap(memoryBytes);
    }

    private static List<Mount> mounts(ComposeService service) {
        return service.folders().entrySet().stream()
                .map(folder -> new Mount()
                        .withType(MountType.BIND)
                        .withSource(folder.getValue().toString())
                        .withTarget(folder.getKey())
                        .withReadOnly(true))
                .toList();
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        Cleanup cleanup = new Cleanup();
        nodes.forEach(node -> cleanup.then(node::remove));
        nodes.clear();
        cleanup.then(() -> DockerCalls.remove(
                        "a network", () -> docker.removeNetworkCmd(network).exec()))
                .done();
    }
}
