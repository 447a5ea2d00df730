package chatlab.lab.engine;

import chatlab.lab.engine.NodeSpec.Role;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network of its own and the containers in it. */
final class DockerDeployment implements Deployment {
    private static final long PIDS = 512;

    private final DockerClient docker;
    private final String run;
    private final String name;
    private final Map<Role, String> images;
    private final int cores;
    private final String network;
    private final List<DockerNode> nodes = new ArrayList<>();

    /**
     * @param images the ids of the images, which can't change during a run as tags can
     * @param cores how many the engine has
     */
    DockerDeployment(DockerClient docker, String run, String name, Map<Role, String> images, int cores) {
        this.docker = docker;
        this.run = run;
        this.name = name;
        this.images = Map.copyOf(images);
        this.cores = cores;
        network = DockerCalls.ask(
                "make a network",
                () -> docker.createNetworkCmd()
                        .withName(run + "-" + name)
                        .withLabels(Map.of(DockerEngine.RUN_LABEL, run))
                        .exec()
                        .getId());
    }

    @Override
    public Node start(NodeSpec spec) {
        String alias = spec.role().artifact();
        ExposedPort adminPort = ExposedPort.tcp(spec.role().adminPort());
        String id = DockerCalls.ask(
                "make a container of " + alias,
                () -> docker.createContainerCmd(images.getOrDefault(spec.role(), DockerEngine.image(spec.role())))
                        .withName(run + "-" + name + "-" + alias)
                        .withAliases(alias)
                        .withLabels(Map.of(DockerEngine.RUN_LABEL, run))
                        .withEnv(spec.environment().entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .sorted()
                                .toList())
                        .withExposedPorts(adminPort)
                        .withHostConfig(hostConfig(spec, adminPort))
                        .exec()
                        .getId());
        DockerNode node = new DockerNode(docker, id, alias + ":" + spec.role().servicePort(), adminPort);
        nodes.add(node);
        node.start();
        return node;
    }

    private HostConfig hostConfig(NodeSpec spec, ExposedPort adminPort) {
        HostConfig config = HostConfig.newHostConfig()
                .withNetworkMode(network)
                .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), adminPort))
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPidsLimit(PIDS)
                .withTmpFs(Map.of("/tmp", "rw,size=64m"))
                .withSysctls(Map.of("net.core.somaxconn", "4096", "net.ipv4.ip_local_port_range", "1024 65535"))
                .withLogConfig(
                        new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "2")));
        Cores.of(spec.role(), spec.serverCpus(), cores).ifPresent(own -> config.withCpusetCpus(own.toString()));
        spec.cpus().ifPresent(cpus -> config.withNanoCPUs(Math.round(cpus * 1e9)));
        // No swap on top: a limit that swaps is none.
        spec.memoryBytes().ifPresent(bytes -> config.withMemory(bytes).withMemorySwap(bytes));
        return config;
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        nodes.forEach(node -> cleanup.then(node::remove));
        nodes.clear();
        cleanup.then(() -> DockerCalls.remove(
                        "a network", () -> docker.removeNetworkCmd(network).exec()))
                .done();
    }
}
