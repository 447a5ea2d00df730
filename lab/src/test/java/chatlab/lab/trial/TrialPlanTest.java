package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.NodeSpec.Role;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.process.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Experiment experiment = ExperimentFile.read(Files.writeString(files.resolve(file), text));
        ScriptedEngine engine = new ScriptedEngine(spec ->
                spec.role() == Role.SERVER ? ScriptedNode.server() : ScriptedNode.clients(() -> "{}", "failed"));
        try (TrialRunner runner = new TrialRunner(engine, experiment, new StopSignal())) {
            runner.run(experiment.points().getFirst(), 1, "t1-r1", folder, "trials/01/rep-1", phase -> {}, Extras.NONE);
        }
        return engine.deployments().getFirst().specs().stream()
                .map(spec -> spec.environment())
                .toList();
    }
}
