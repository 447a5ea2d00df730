package chatlab.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.EngineProbe;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Compose makes of docker-compose.yml and .env: every service is as closed as it can be. */
@EnabledIf("chatlab.lab.stack.ComposeProject#isComposeThere")
class ComposePolicyTest {
    private static final Set<String> OWN = Set.of("server", "load-clients", "gatling");

    /** What is there only where it is asked for, and by which profiles. */
    private static final Map<String, List<String>> ON_DEMAND = Map.of(
            "gatling",
            List.of("gatling"),
            "redis",
            List.of("redis", "hybrid"),
            "haproxy",
            List.of("redis", "sharded", "hybrid"));

    /** What ends by itself, and is not started again. */
    private static final Set<String> LOAD = Set.of("load-clients", "gatling");

    private static final Path KNOBS = EngineProbe.checkout().resolve(".env");

    /** What is different with several servers; each file has the name of its profile. */
    private static Path several(String profile) {
        return EngineProbe.checkout().resolve("haproxy/" + profile + ".env");
    }

    @SuppressWarnings("NullAway.Init")
    private static JsonNode stack;

    @BeforeAll
    static void askForAllOfIt() throws Exception {
        stack = ask("--profile", "*");
    }

    private static JsonNode ask(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("config", "--format", "json"));
        ProcessBuilder config = new ProcessBuilder(
                        ComposeCommand.find().orElseThrow().line(arguments))
                .directory(EngineProbe.checkout().toFile());
        // Only what is committed counts, not what the one who runs the tests has set.
        variables().forEach(config.environment()::remove);
        List.of("COMPOSE_ENV_FILES", "COMPOSE_PROFILES").forEach(config.environment()::remove);
        Process process = config.start();
        JsonNode answer = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
        return answer;
    }

    @Test
    void theStackIsServerLoadClientsPrometheusAndGrafanaAndTheRestOnDemand() throws Exception {
        assertThat(stack.path("services").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "server", "load-clients", "prometheus", "grafana", "gatling", "redis", "haproxy");
        everyService((name, service) -> assertThat(texts(service.path("profiles")))
                .as(name)
                .isEqualTo(ON_DEMAND.getOrDefault(name, List.of())));
        assertThat(ask().path("services").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("server", "load-clients", "prometheus", "grafana");
    }

    @ParameterizedTest
    @CsvSource({
        "redis, redis://redis, none, 1",
        "sharded, none, server:8080, 1",
        "hybrid, redis://redis, server:8080, 2"
    })
    void withTheSettingsOfSeveralServersHaproxyHasTheirPort(
            String profile, String cluster, String shards, String replicas) throws Exception {
        JsonNode alone = ask().path("services").path("server");
        JsonNode services = ask(
                        "--env-file",
                        KNOBS.toString(),
                        "--env-file",
                        several(profile).toString())
                .path("services");

        assertThat(services.fieldNames())
                .toIterable()
                .contains("server", "load-clients", "prometheus", "grafana", "haproxy");
        assertThat(services.has("redis")).isEqualTo(!cluster.equals("none"));
        JsonNode server = services.path("server");
        assertThat(server.path("scale").asInt()).isGreaterThan(1);
        assertThat(alone.path("scale").asInt()).isEqualTo(1);
        // The same container port, and whatever port of this machine is free.
        assertThat(server.path("ports")).hasSameSizeAs(alone.path("ports"));
        server.path("ports")
                .forEach(port -> assertThat(port.path("published").asText())
                        .as(port.toString())
                        .isEmpty());
        assertThat(services.path("haproxy").path("ports").findValuesAsText("published"))
                .contains(alone.path("ports").path(0).path("published").asText());
        JsonNode environment = server.path("environment");
        assertThat(environment.path("CLUSTER").asText()).isEqualTo(cluster);
        for (JsonNode both : List.of(environment, services.path("haproxy").path("environment"))) {
            assertThat(both.path("SHARDS").asText()).isEqualTo(shards);
            assertThat(both.path("SHARD_REPLICAS").asText()).isEqualTo(replicas);
        }
        assertThat(alone.path("environment").path("CLUSTER").asText()).isEqualTo("none");
        assertThat(alone.path("environment").path("SHARDS").asText()).isEqualTo("none");
        assertThat(server.path("cpus").asDouble()).isLessThan(alone.path("cpus").asDouble());
        assertThat(services.path("load-clients").path("depends_on").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("server", "haproxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "sharded", "hybrid"})
    void theSettingsOfSeveralServersAreExplainedAndChangeKnobsAlone(String profile) throws Exception {
        Map<String, String> knobs = settings(KNOBS);
        Map<String, String> replicas = settings(several(profile));

        assertThat(replicas.remove("COMPOSE_PROFILES")).isEqualTo(profile);
        assertThat(knobs.keySet()).containsAll(replicas.keySet());
        replicas.forEach((name, value) -> assertThat(value).as(name).isNotEqualTo(knobs.get(name)));
    }

    @Test
    void noServiceCanWriteItsRootOrGainARight() {
        everyService((name, service) -> {
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(service.has("cap_add")).as(name).isFalse();
            assertThat(service.path("privileged").asBoolean()).as(name).isFalse();
            assertThat(texts(service.path("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(List.of("pid", "ipc", "network_mode", "userns_mode", "devices"))
                    .as(name)
                    .noneMatch(service::has);
            // The others' images have a user of their own.
            assertThat(service.path("user").asText()).as(name).isEqualTo(name.equals("redis") ? "redis" : "");
        });
    }

    @Test
    void everyServiceHasLimitsOfCpuProcessesAndMemoryWithoutSwap() {
        everyService((name, service) -> {
            assertThat(service.path("cpus").asDouble()).as(name).isPositive();
            assertThat(service.path("pids_limit").asInt()).as(name).isBetween(1, 512);
            assertThat(service.path("mem_limit").asLong()).as(name).isBetween(64L << 20, 1L << 30);
            assertThat(service.path("memswap_limit").asLong())
                    .as(name)
                    .isEqualTo(service.path("mem_limit").asLong());
            // The hard limit of many machines is lower than what one would ask for, and then nothing starts.
            assertThat(service.has("ulimits")).as(name).isFalse();
        });
    }

    @Test
    void whatAServiceWritesIsBounded() {
        everyService((name, service) -> {
            assertThat(texts(service.path("tmpfs"))).as(name).isNotEmpty().allMatch(mount -> mount.contains("size="));
            JsonNode logging = service.path("logging");
            assertThat(logging.path("driver").asText()).as(name).isEqualTo("json-file");
            assertThat(logging.path("options").path("max-size").asText())
                    .as(name)
                    .isEqualTo("10m");
            assertThat(logging.path("options").path("max-file").asText())
                    .as(name)
                    .isEqualTo("2");
        });
        assertThat(texts(stack.path("services").path("prometheus").path("command")))
                .anyMatch(flag -> flag.startsWith("--storage.tsdb.retention.time="))
                .anyMatch(flag -> flag.startsWith("--storage.tsdb.retention.size="));
    }

    @Test
    void mountsOfThisMachineAreReadOnlyPartsOfTheCheckout() {
        String checkout = EngineProbe.checkout().toAbsolutePath().normalize() + "/";
        everyService((name, service) -> service.path("volumes").forEach(mount -> {
            if (!mount.path("type").asText().equals("volume")) {
                assertThat(mount.path("source").asText()).as(name).startsWith(checkout);
                assertThat(mount.path("read_only").asBoolean()).as(name).isTrue();
            } else {
                assertThat(name + " " + mount.path("source").asText()).isIn("prometheus prometheus", "gatling gatling");
            }
        }));
    }

    @Test
    void portsArePublishedOnTheLoopbackAddressAlone() {
        everyService((name, service) -> service.path("ports")
                .forEach(port ->
                        assertThat(port.path("host_ip").asText()).as(name).isEqualTo("127.0.0.1")));
    }

    @Test
    void everyServiceIsWatchedAndEndsInTimeOnlyTheLoadEndsForGood() {
        everyService((name, service) -> {
            JsonNode check = service.path("healthcheck");
            if (!name.equals("gatling")) { // which serves nobody, and tells on its terminal how it is
                assertThat(check.path("test").path(0).asText()).as(name).isEqualTo("CMD");
                assertThat(List.of("interval", "timeout", "retries", "start_period"))
                        .as(name)
                        .allMatch(check::has);
            }
            // Engines before 25 refuse it.
            assertThat(check.has("start_interval")).as(name).isFalse();
            assertThat(service.has("stop_grace_period")).as(name).isTrue();
            assertThat(service.path("restart").asText())
                    .as(name)
                    .isEqualTo(LOAD.contains(name) ? "no" : "unless-stopped");
        });
    }

    @Test
    void imagesOfOthersArePinnedAndOursAreNeverPulled() {
        everyService((name, service) -> {
            if (OWN.contains(name)) {
                assertThat(service.path("image").asText()).isEqualTo("chatlab/" + name + ":dev");
                assertThat(service.path("pull_policy").asText()).as(name).isEqualTo("never");
                assertThat(service.path("build").path("target").asText()).isEqualTo(name);
            } else {
                assertThat(service.path("image").asText()).as(name).matches(".+:v?\\d+\\.\\d+\\.\\d+");
            }
        });
    }

    @Test
    void loadClientsCanBeScaledAndOnlyPrometheusIsOnBothNetworks() {
        JsonNode services = stack.path("services");
        assertThat(services.path("load-clients").has("ports")).isFalse();
        everyService((name, service) ->
                assertThat(service.has("container_name")).as(name).isFalse());
        for (String name : List.of("server", "load-clients", "redis", "haproxy")) {
            assertThat(services.path(name).path("networks").fieldNames())
                    .toIterable()
                    .as(name)
                    .containsExactly("chat");
        }
        assertThat(services.path("redis").has("ports")).isFalse();
        assertThat(services.path("prometheus").path("networks").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("chat", "observer");
        assertThat(services.path("grafana").path("networks").fieldNames())
                .toIterable()
                .containsExactly("observer");
        assertThat(stack.path("networks")
                        .path("observer")
                        .path("labels")
                        .path("chatlab.observer")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void nobodyCanLogInToGrafana() {
        JsonNode settings = stack.path("services").path("grafana").path("environment");
        Map.of(
                        "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "true",
                        "GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer",
                        "GF_AUTH_BASIC_ENABLED", "false",
                        "GF_AUTH_DISABLE_LOGIN_FORM", "true")
                .forEach((name, value) ->
                        assertThat(settings.path(name).asText()).as(name).isEqualTo(value));
    }

    @Test
    void everyKnobIsExplainedAndUsedAndNoneIsMissing() throws Exception {
        assertThat(settings(KNOBS).keySet()).isEqualTo(variables());
    }

    /** What a file sets, once it is sure that each of it is explained above it. */
    private static Map<String, String> settings(Path file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        String above = "";
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String knob = line.substring(0, line.indexOf('='));
                settings.put(knob, line.substring(knob.length() + 1));
                if (!above.startsWith("# ")) {
                    unexplained.add(knob);
                }
            }
            above = line;
        }
        assertThat(unexplained).as(file.toString()).isEmpty();
        return settings;
    }

    /** The names in {@code ${NAME}}. */
    private static Set<String> variables() throws IOException {
        String file = Files.readString(EngineProbe.checkout().resolve("docker-compose.yml"));
        return Pattern.compile("(?<!\\$)\\$\\{?(\\w+)")
                .matcher(file)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void everyService(BiConsumer<String, JsonNode> policy) {
        stack.path("services").properties().forEach(service -> policy.accept(service.getKey(), service.getValue()));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
