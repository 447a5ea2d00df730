package chatlab.bench.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import chatlab.bench.measure.ChatlabProgram;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("chatlab.checkout"));

    private static final String EXACT = """
            {"clients": 10, "messages": {"sent": 7}, "deliveries": {"expected": 70, "received": 70},
             "ledger": {"exact": true, "examples": []}, "invalid": []}
            """;

    @Test
    void twoServersWithAProcessOfLoadClientsEachAreExact() throws Exception {
        assumeTrue(Commands.find(List.of("taskset")).isPresent(), "taskset on the path");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> said = new ArrayList<>();
        try (Children children = new Children()) {
            List<String> wrong = new Crowd(
                            new ChatlabProgram(
                                    "chatlab",
                                    java,
                                    CHECKOUT.resolve("server/target/server.jar"),
                                    CHECKOUT.resolve("server/jvm.options"),
                                    Map.of()),
                            LoadClientsJar.built(),
                            new Cores(0, 1),
                            children,
                            said::add)
                    .run(2, 20, 2);
            // A machine that is busy with other tests may make the load clients late, and lets them say so.
            assertThat(wrong)
                    .allMatch(sentence -> sentence.endsWith("(client-bound).") || sentence.endsWith("(host)."));
        }
        assertThat(said)
                .filteredOn(line -> line.contains("20 clients; 7 messages sent, 140 deliveries expected, 140 received;"
                        + " lost 0, duplicated 0, reordered 0, damaged 0, missed by gaps 0;"))
                .hasSize(2);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void exactAccountIsRight() throws Exception {
        assertThat(Crowd.wrong("process 1", json(EXACT), 7)).isEmpty();
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        JsonNode summary = json(EXACT.replace("\"sent\": 7", "\"sent\": 6")
                .replace("\"received\": 70", "\"received\": 69")
                .replace(
                        "\"exact\": true, \"examples\": []",
                        "\"exact\": false, \"examples\": [\"message 3 of c000000 was never received by c000004\"]")
                .replace("[]", "[{\"reason\": \"client-bound\", \"detail\": \"the generator was late\"}]"));
        assertThat(Crowd.wrong("process 2", summary, 7))
                .containsExactly(
                        "In process 2 6 messages were sent instead of 7.",
                        "In process 2 69 deliveries came instead of 70.",
                        "In process 2 the ledger is not exact: message 3 of c000000 was never received by c000004.",
                        "In process 2 the generator was late (client-bound).");
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text);
    }
}
