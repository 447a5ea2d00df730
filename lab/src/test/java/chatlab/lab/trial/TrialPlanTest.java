package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import chatlab.lab.engine.EngineKind;
import chatlab.lab.engine.EngineProbe;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.engine.NodeSpec.Role;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trial's processes are told, read from what the runner starts. */
class TrialPlanTest {
    @TempDir
    private Path files;

    @TempDir
    private Path folder;

    @Test
    void theTransportDecidesHowTheServersAddressIsWritten() throws Exception {
        assertThat(clients("a.yaml", "question: q\n")).containsEntry("TARGET", "tcp://scripted:8080");
        assertThat(clients("a.yaml", "question: q\nclients: {transport: websocket}\n"))
                .containsEntry("TARGET", "ws://scripted:8080/ws")
                .doesNotContainKey("TRANSPORT");
    }

    @Test
    void gatlingIsToldInItsOwnWordsWhatLoadClientsWouldDo() throws Exception {
        Map<String, String> gatling = clients("g.yaml", """
                question: q
                clients:
                  generator: gatling
                  transport: websocket
                  members: 240
                  talkers: 25%
                  rooms: 12
                  rate: 30
                  messageBytes: 200
                  connectRate: 20
                trial: {warmup: 3s, duration: 7s, drain: 2s}
                seed: 9
                """);

        assertThat(gatling)
                .isEqualTo(Map.ofEntries(
                        entry("EXPERIMENT", "g"),
                        entry("TRIAL", ""),
                        entry("SIMULATION", "steady-chat"),
                        entry("TARGET", "http://scripted:8080"),
                        entry("USERS", "240"),
                        entry("TALKERS", "60"),
                        entry("ROOMS", "12"),
                        entry("RATE", "30"),
                        entry("MESSAGE_BYTES", "200"),
                        entry("RAMP", "12s"),
                        entry("WARMUP", "3s"),
                        entry("DURATION", "7s"),
                        entry("DRAIN", "2s"),
                        entry("START", "barrier"),
                        entry("SEED", "9")));
        assertThat(folder.resolve("gatling.log")).exists();
    }

    /** The limits are written down in both. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "members: 60000, talkers: 60000, rooms: 10000, rate: 60000, connectRate: 17, messageBytes: 96 | warmup: 0s, duration: 83s, drain: 0s",
                "rate: 100000, messageBytes: 20000 | warmup: 40s, duration: 10s, drain: 10m",
                "members: 1, talkers: 1, rate: 0.1 | warmup: 1h, duration: 13s",
                "rate: 50 | warmup: 1h, duration: 24h"
            })
    void whatAnExperimentMayAskOfGatlingAtMostItTakes(String clients, String trial) throws Exception {
        Map<String, String> gatling = clients("g.yaml", """
                question: q
                clients: {generator: gatling, transport: websocket, %s}
                trial: {%s}
                """.formatted(clients, trial));

        ProcessBuilder help = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        EngineProbe.checkout()
                                .resolve("gatling/target/gatling.jar")
                                .toString(),
                        "--help")
                .redirectErrorStream(true);
        help.environment().putAll(gatling);
        help.environment().put("ADMIN_PORT", "0");
        Process process = help.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("chatlab gatling steady-chat");
    }

    @Test
    void onlyWhatIsPlayedIsNeeded() throws Exception {
        assertThat(roles("question: q\n")).containsExactly(Role.SERVER, Role.LOAD_CLIENTS);
        assertThat(roles("""
                question: q
                clients: {transport: websocket}
                matrix: {clients.generator: [gatling]}
                """)).containsExactly(Role.SERVER, Role.GATLING);
    }

    @Test
    void serversThatShareRoomsAreToldOfRedis() throws Exception {
        List<NodeSpec> specs = specs("r.yaml", "question: q\nserver: {topology: replicas:2}\n");

        assertThat(specs)
                .extracting(NodeSpec::role)
                .containsExactly(Role.REDIS, Role.SERVER, Role.SERVER, Role.LOAD_CLIENTS);
        assertThat(specs.subList(1, 3))
                .allSatisfy(server -> assertThat(server.environment())
                        .containsEntry("CLUSTER", "redis://scripted:8080")
                        .doesNotContainKeys("SHARDS", "SHARD_REPLICAS", "TOPOLOGY", "PROXY"));
        assertThat(specs.get(2).number()).isEqualTo(2);
        assertThat(specs.getFirst().serving()).isEqualTo(new NodeSpec.Serving(2, Set.of(Role.REDIS)));
    }

    @Test
    void everybodyIsNeededWhomATopologyHas() throws Exception {
        assertThat(roles("""
                question: q
                clients: {rooms: 2}
                matrix:
                  server.topology: [single, replicas:2]
                  server.proxy: [none, haproxy]
                """)).containsExactly(Role.SERVER, Role.LOAD_CLIENTS, Role.REDIS, Role.HAPROXY);
        assertThat(roles("question: q\nserver: {topology: shards:2}\nclients: {rooms: 2}\n"))
                .containsExactly(Role.SERVER, Role.LOAD_CLIENTS);
    }

    @Test
    void topologiesAreForContainers() throws Exception {
        Experiment experiment = ExperimentFile.read(
                Files.writeString(files.resolve("t.yaml"), "question: q\nserver: {topology: replicas:2}\n"));

        assertThatCode(() -> TrialRunner.requireEngineFor(experiment, EngineKind.DOCKER))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TrialRunner.requireEngineFor(experiment, EngineKind.LOCAL))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "The experiment has server.topology replicas:2, which is for containers (--engine docker), but the"
                                + " engine is 'local'.");
    }

    private Set<Role> roles(String text) throws Exception {
        return TrialRunner.roles(ExperimentFile.read(Files.writeString(files.resolve("r.yaml"), text)));
    }

    @Test
    void bothProcessesAreToldWhatTheyRunFor() throws Exception {
        List<Map<String, String>> environments = environments("look.yaml", """
                question: q
                matrix: {clients.members: [70], server.cpus: [0.5]}
                """);

        assertThat(environments)
                .hasSize(2)
                .allSatisfy(environment -> assertThat(environment)
                        .containsEntry("EXPERIMENT", "look")
                        .containsEntry("TRIAL", "members=70 cpus=0.5"));
    }

    @Test
    void namesThatTheProcessesWouldRefuseAreCut() throws Exception {
        Map<String, String> clients = clients("a\tb" + "x".repeat(230) + ".yaml", "question: q\n");

        assertThat(clients.get("EXPERIMENT"))
                .startsWith("a bxxx")
                .endsWith("x…")
                .hasSize(200);
        assertThat(clients).containsEntry("TRIAL", "");
    }

    private Map<String, String> clients(String file, String text) throws Exception {
        return environments(file, text).getLast();
    }

    /** Of the server and of the load clients. */
    private List<Map<String, String>> environments(String file, String text) throws Exception {
        return specs(file, text).stream().map(NodeSpec::environment).toList();
    }

    private List<NodeSpec> specs(String file, String text) throws Exception {
        Experiment experiment = ExperimentFile.read(Files.writeString(files.resolve(file), text));
        ScriptedEngine engine = new ScriptedEngine(spec ->
                spec.role() == Role.SERVER ? ScriptedNode.server() : ScriptedNode.clients(() -> "{}", "failed"));
        try (TrialRunner runner = new TrialRunner(engine, experiment, new StopSignal())) {
            runner.run(experiment.points().getFirst(), 1, "t1-r1", folder, "trials/01/rep-1", phase -> {}, Extras.NONE);
        }
        return engine.deployments().getFirst().specs();
    }
}
