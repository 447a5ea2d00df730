package chatlab.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.NodeSpec.Role;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;

/** Trials on a network where somebody watches, with a stand-in for both images that only sleeps. */
@EnabledIf("chatlab.lab.engine.EngineProbe#answers")
class ObserverNetworkTest {
    private static final String SLEEPER = "chatlab-observer-test:sleeps";

    private final DockerClient docker = DockerClientFactory.lazyClient();
    private final DockerImages images =
            new DockerImages(docker, EngineProbe.checkout(), Map.of(Role.SERVER, SLEEPER, Role.LOAD_CLIENTS, SLEEPER));
    private final String run = "labtest-" + ProcessHandle.current().pid();
    /** Comes before the trials' own networks by name, which is the order in which the engine looks names up. */
    private final String observerName = "a-" + run;

    private final List<String> containers = new ArrayList<>();
    private final List<DockerDeployment> deployments = new ArrayList<>();
    private @Nullable String observer;

    @BeforeEach
    void makeAnImageThatSleeps() {
        String base = docker.createContainerCmd("debian:trixie-slim").exec().getId();
        containers.add(base);
        docker.commitCmd(base)
                .withRepository("chatlab-observer-test")
                .withTag("sleeps")
                .withCmd("sleep", "300")
                .exec();
    }

    @AfterEach
    void removeEverything() {
        deployments.forEach(DockerDeployment::close);
        containers.forEach(id -> docker.removeContainerCmd(id).withForce(true).exec());
        if (observer != null) {
            docker.removeNetworkCmd(observer).exec();
        }
        docker.removeImageCmd(SLEEPER).withForce(true).exec();
    }

    // A live stack of whoever runs these tests may be up, so that there are other observer networks after this one.

    @Test
    void aNetworkIsFoundOnlyWhileSomebodyElseIsOnIt() throws Exception {
        makeObserver();
        assertThat(found()).doesNotContain(observerName);

        String watcher = watcher("prometheus");
        assertThat(found()).containsExactly(observerName);
        deploy("t1", ObserverNetwork.find(docker).orElseThrow()).start(spec(Role.SERVER));
        docker.stopContainerCmd(watcher)
                .withTimeout(0)
                .exec(); // returns when it has ended, which kill does not wait for

        assertThat(found()).as("the lab's own containers watch nobody").doesNotContain(observerName);
    }

    @Test
    void everyTrialsClientsFindTheirOwnServerAndTheObserverFindsAll() throws Exception {
        makeObserver();
        String watcher = watcher("server");
        ObserverNetwork network = ObserverNetwork.find(docker).orElseThrow();
        DockerDeployment first = deploy("t1", network);
        DockerDeployment second = deploy("t2", network);

        Node firstServer = first.start(spec(Role.SERVER));
        Node secondServer = second.start(spec(Role.SERVER));
        Node firstClients = first.start(spec(Role.LOAD_CLIENTS));
        second.start(spec(Role.LOAD_CLIENTS));

        assertThat(addresses("t1-load-clients", host(firstServer))).containsExactly(ownAddress("t1-server", "t1"));
        assertThat(addresses("t2-load-clients", host(secondServer))).containsExactly(ownAddress("t2-server", "t2"));
        assertThat(addresses("t1-load-clients", host(secondServer))).isEmpty();
        assertThat(lookUp(watcher, "lab-server"))
                .containsExactlyInAnyOrder(observed("t1-server"), observed("t2-server"));
        assertThat(lookUp(watcher, "lab-load-clients"))
                .containsExactlyInAnyOrder(observed("t1-load-clients"), observed("t2-load-clients"));
        assertThat(lookUp(watcher, "server")).as("only itself").hasSize(1);
        assertThat(lookUp(watcher, host(firstServer))).isEmpty();
        assertThat(firstClients.admin().getPort()).isNotEqualTo(9);
        assertThat(first.notices()).isEmpty();
    }

    @Test
    void closingLeavesTheObserverNetworkAsItWas() throws Exception {
        makeObserver();
        watcher("prometheus");
        DockerDeployment deployment = deploy("t1", ObserverNetwork.find(docker).orElseThrow());
        deployment.start(spec(Role.SERVER));
        assertThat(attached()).hasSize(2);

        deployment.close();

        assertThat(attached()).hasSize(1);
    }

    @Test
    void aTrialGoesOnUnobservedWhenTheNetworkHasVanished() throws Exception {
        DockerDeployment deployment = deploy("t1", new ObserverNetwork("0123456789abcdef", observerName));

        Node server = deployment.start(spec(Role.SERVER));
        Node clients = deployment.start(spec(Role.LOAD_CLIENTS));

        assertThat(server.isRunning()).isTrue();
        assertThat(clients.isRunning()).isTrue();
        assertThat(server.admin()).isNotEqualTo(URI.create("http://127.0.0.1:9"));
        assertThat(deployment.notices())
                .singleElement()
                .asString()
                .startsWith("The server could not be watched on the network " + observerName)
                .doesNotContain("\n");
        assertThat(addresses("t1-load-clients", host(server))).containsExactly(ownAddress("t1-server", "t1"));
        assertThat(deployment.observedOn()).isEmpty();
    }

    @Test
    void aTrialGoesOnUnobservedWhenNetworksCantBeListed() {
        DockerClient broken = (DockerClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DockerClient.class}, (self, method, arguments) -> {
                    if (method.getName().equals("listNetworksCmd")) {
                        throw new IllegalStateException("out of order");
                    }
                    return method.invoke(docker, arguments);
                });
        DockerDeployment deployment = new DockerDeployment(broken, run, "t1", images, 1);
        deployments.add(deployment);

        deployment.observeIfWatched();

        assertThat(deployment.start(spec(Role.SERVER)).isRunning()).isTrue();
        assertThat(deployment.notices())
                .containsExactly("Whether somebody watches could not be found out, so it went on unwatched:"
                        + " The engine did not list networks: out of order.");
    }

    @Test
    void theEngineSaysInTheFactsThatItWasObserved() throws Exception {
        makeObserver();
        try (Engine engine = EngineKind.DOCKER.open(run, EngineProbe.checkout())) {
            watcher("prometheus");
            try (Deployment deployment = engine.deploy("u1")) {
                assertThat(engine.facts()).doesNotContainKey("observer");
                deployment.start(spec(Role.SERVER));
            }

            assertThat(engine.facts().get("observer"))
                    .isEqualTo("network " + observerName + " (scraped once more per second)");
        }
    }

    @Test
    void loadClientsOfALiveStackAreNamedWithHowToStopThem() {
        try (Engine engine = EngineKind.DOCKER.open(run, EngineProbe.checkout())) {
            String name = run + "-load-clients-1";
            String id = docker.createContainerCmd(SLEEPER)
                    .withName(name)
                    .withLabels(Map.of("com.docker.compose.service", "load-clients"))
                    .exec()
                    .getId();
            containers.add(id);
            assertThat(String.join(" ", engine.disturbances())).doesNotContain(name);
            docker.startContainerCmd(id).exec();

            assertThat(engine.disturbances())
                    .singleElement()
                    .asString()
                    .contains(name, "'docker compose stop load-clients'", "'./chatlab up --observer'");

            String journeys = run + "-gatling-1";
            String second = docker.createContainerCmd(SLEEPER)
                    .withName(journeys)
                    .withLabels(Map.of("com.docker.compose.service", "gatling"))
                    .exec()
                    .getId();
            containers.add(second);
            docker.startContainerCmd(second).exec();

            assertThat(engine.disturbances())
                    .singleElement()
                    .asString()
                    .contains(journeys, "'docker compose --profile gatling stop gatling load-clients'");
        }
    }

    private void makeObserver() {
        observer = docker.createNetworkCmd()
                .withName(observerName)
                .withLabels(Map.of("chatlab.observer", "true"))
                .exec()
                .getId();
    }

    /** Somebody else's container on the observer network, under this name. */
    private String watcher(String alias) {
        String id = docker.createContainerCmd(SLEEPER)
                .withName(run + "-watcher")
                .withAliases(alias)
                .withHostConfig(new HostConfig().withNetworkMode(observerName))
                .exec()
                .getId();
        containers.add(id);
        docker.startContainerCmd(id).exec();
        return id;
    }

    private DockerDeployment deploy(String name, ObserverNetwork network) {
        DockerDeployment deployment = new DockerDeployment(docker, run, name, images, 1);
        deployment.observe(network);
        deployments.add(deployment);
        return deployment;
    }

    private static NodeSpec spec(Role role) {
        return new NodeSpec(role, Map.of(), OptionalDouble.empty(), OptionalLong.empty(), 1);
    }

    private List<String> found() {
        return ObserverNetwork.find(docker).stream().map(ObserverNetwork::name).toList();
    }

    private static String host(Node node) {
        return node.address().substring(0, node.address().indexOf(':'));
    }

    private List<String> attached() {
        return List.copyOf(docker.inspectNetworkCmd()
                .withNetworkId(Objects.requireNonNull(observer))
                .exec()
                .getContainers()
                .keySet());
    }

    private String ownAddress(String container, String deployment) {
        return address(container, run + "-" + deployment);
    }

    private String observed(String container) {
        return address(container, observerName);
    }

    private String address(String container, String network) {
        ContainerNetwork at = docker.inspectContainerCmd(run + "-" + container)
                .exec()
                .getNetworkSettings()
                .getNetworks()
                .get(network);
        return Objects.requireNonNull(Objects.requireNonNull(at).getIpAddress());
    }

    private List<String> addresses(String container, String name) throws Exception {
        return lookUp(run + "-" + container, name);
    }

    /** What a name resolves to inside a container. */
    private static List<String> lookUp(String container, String name) throws Exception {
        Process process = new ProcessBuilder("docker", "exec", container, "getent", "ahostsv4", name)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(code).as(said).isIn(0, 2); // 2: no such name
        return said.lines().map(line -> line.split(" ", 2)[0]).distinct().toList();
    }
}
