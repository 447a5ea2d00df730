package chatlab.lab.engine;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Containers on a Docker Engine. Images are used by their tags only; somebody else builds them. */
final class DockerEngine implements Engine {
    /** What everything made by the lab is labelled with; the value is the run. */
    static final String RUN_LABEL = "chatlab.run";

    /** The newest version of the interface that this code was written for. */
    static final String API = "1.44";

    /** What Compose labels the stack's containers with, and those that load its server. */
    private static final String SERVICE = "com.docker.compose.service";

    private static final String GATLING = "gatling";
    private static final Set<String> GENERATORS = Set.of("load-clients", GATLING);

    /** How long an engine may take to say its version before it is taken for hung. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DockerClient docker;
    private final String run;
    private final int cores;
    private final DockerImages images;
    private final Map<String, String> facts;
    private final List<DockerDeployment> deployed = new ArrayList<>();
    private Set<NodeSpec.Role> roles =
            EnumSet.of(NodeSpec.Role.SERVER, NodeSpec.Role.LOAD_CLIENTS, NodeSpec.Role.GATLING);

    private DockerEngine(DockerClient docker, String run, Path checkout, int cores, Map<String, String> facts) {
        this.cores = cores;
        this.docker = docker;
        this.run = run;
        this.facts = facts;
        images = new DockerImages(docker, checkout);
    }

    static Engine connect(String run, Path checkout) {
        URI address = configuration("").getDockerHost();
        if ("tcp".equals(address.getScheme())
                && !Set.of("localhost", "127.0.0.1").contains(address.getHost())) {
            throw new UnusableException(
                    "The Docker Engine at " + address
                            + " is on another machine, whose loopback ports can't be reached from here; use one on this machine.");
        }
        Version version;
        String host;
        try (DockerClient unversioned = client("")) {
            version =
                    DockerCalls.within(PATIENCE, () -> unversioned.versionCmd().exec());
            host = configuration("").getDockerHost().toString();
        } catch (IOException | RuntimeException e) {
            throw new UnusableException(
                    "No Docker Engine answers at " + configuration("").getDockerHost() + " (" + DockerCalls.rootCause(e)
                            + "); it has to run, and you have to be allowed to use it.",
                    e);
        }
        DockerClient docker = client(clamp(API, version));
        try {
            Info info = DockerCalls.ask("tell of itself", () -> docker.infoCmd().exec());
            int cores = info.getNCPU() == null ? 1 : info.getNCPU();
            return new DockerEngine(docker, run, checkout, cores, facts(info, version, host));
        } catch (RuntimeException e) {
            close(docker);
            throw e;
        }
    }

    @Override
    public EngineKind kind() {
        return EngineKind.DOCKER;
    }

    @Override
    public void prepare(Set<NodeSpec.Role> wanted, StopSignal stop) throws InterruptedException {
        roles = EnumSet.copyOf(wanted);
        images.prepare(roles, stop);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(images.facts(roles));
        List<String> observers = deployed.stream()
                .flatMap(deployment -> deployment.observedOn().stream())
                .toList();
        if (!observers.isEmpty()) {
            all.put(
                    "observer",
                    "network " + String.join(", ", new TreeSet<>(observers)) + " (scraped once more per second"
                            + (observers.size() < deployed.size()
                                    ? ", in " + observers.size() + " of " + deployed.size() + " repetitions)"
                                    : ")"));
        }
        return all;
    }

    @Override
    public List<String> disturbances() {
        List<Container> generators = DockerCalls.ask(
                        "list containers",
                        () -> docker.listContainersCmd()
                                .withLabelFilter(List.of(SERVICE))
                                .exec())
                .stream()
                .filter(container -> GENERATORS.contains(service(container)))
                // An image that Compose has built hands its labels on to the lab's own containers.
                .filter(container -> !container.getLabels().containsKey(RUN_LABEL))
                .toList();
        if (generators.isEmpty()) {
            return List.of();
        }
        Set<String> services =
                generators.stream().map(DockerEngine::service).collect(Collectors.toCollection(TreeSet::new));
        return List.of("The live stack's load generators are running on this engine ("
                + generators.stream()
                        .map(container -> container.getNames()[0].replaceFirst("^/", ""))
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ") and take CPU from the experiment; 'docker compose "
                + (services.contains(GATLING) ? "--profile " + GATLING + " " : "") + "stop "
                + String.join(" ", services) + "' stops them, './chatlab up --observer' leaves only what watches.");
    }

    private static String service(Container container) {
        return container.getLabels().getOrDefault(SERVICE, "");
    }

    @Override
    public Deployment deploy(String name) {
        DockerDeployment deployment = new DockerDeployment(docker, run, name, images, cores);
        deployed.add(deployment);
        deployment.observeIfWatched();
        return deployment;
    }

    @Override
    public void removeLeft() {
        Cleanup cleanup = new Cleanup();
        removeLabelled(cleanup);
        cleanup.done();
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        // What a deployment could not remove itself, because it was cut short.
        removeLabelled(cleanup);
        cleanup.then(() -> close(docker)).done();
    }

    private void removeLabelled(Cleanup cleanup) {
        cleanup.then(() -> DockerCalls.ask(
                        "list containers",
                        () -> docker.listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(Map.of(RUN_LABEL, run))
                                .exec())
                .stream()
                .filter(container -> !isKept(container.getId()))
                .forEach(container -> cleanup.then(() -> DockerCalls.remove(
                        "a container",
                        () -> docker.removeContainerCmd(container.getId())
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec()))));
        cleanup.then(() -> DockerCalls.ask(
                        "list networks",
                        () -> docker.listNetworksCmd()
                                .withFilter("label", List.of(RUN_LABEL + "=" + run))
                                .exec())
                .stream()
                .filter(network -> !isKept(network.getId()))
                .forEach(network -> cleanup.then(() -> DockerCalls.remove(
                        "a network",
                        () -> docker.removeNetworkCmd(network.getId()).exec()))));
    }

    private boolean isKept(String id) {
        return deployed.stream().anyMatch(deployment -> deployment.keeps(id));
    }

    private static Map<String, String> facts(Info info, Version version, String host) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (host.startsWith("unix:")) {
            facts.putAll(HostFacts.read());
        }
        facts.put("engine", "Docker " + version.getVersion() + ", " + info.getOperatingSystem());
        facts.put("engine kernel", String.valueOf(info.getKernelVersion()));
        facts.put("engine cores", String.valueOf(info.getNCPU()));
        facts.put("cgroup", "v" + info.getRawValues().getOrDefault("CgroupVersion", "1"));
        return facts;
    }

    static DefaultDockerClientConfig configuration(String apiVersion) {
        DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        return (apiVersion.isEmpty() ? builder : builder.withApiVersion(apiVersion)).build();
    }

    private static DockerClient client(String apiVersion) {
        DefaultDockerClientConfig configuration = configuration(apiVersion);
        return DockerClientImpl.getInstance(
                configuration,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(configuration.getDockerHost())
                        .sslConfig(configuration.getSSLConfig())
                        .connectionTimeout(Duration.ofSeconds(5))
                        .responseTimeout(Duration.ofSeconds(60))
                        .build());
    }

    /** docker-java does not negotiate: the version is the wanted one as far as the engine goes down and up to it. */
    static String clamp(String wanted, Version engine) {
        String oldest = String.valueOf(engine.getRawValues().getOrDefault("MinAPIVersion", wanted));
        String newest = String.valueOf(engine.getApiVersion());
        return compare(wanted, newest) > 0 ? newest : compare(wanted, oldest) < 0 ? oldest : wanted;
    }

    private static int compare(String a, String b) {
        int[] left = parts(a);
        int[] right = parts(b);
        return left[0] != right[0] ? Integer.compare(left[0], right[0]) : Integer.compare(left[1], right[1]);
    }

    private static int[] parts(String version) {
        int dot = version.indexOf('.');
        return dot < 0
                ? new int[] {Integer.parseInt(version), 0}
                : new int[] {Integer.parseInt(version.substring(0, dot)), Integer.parseInt(version.substring(dot + 1))};
    }

    private static void close(DockerClient docker) {
        try {
            docker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
