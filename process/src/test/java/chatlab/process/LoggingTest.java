package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    Path directory;

    @Test
    void beforeItIsConfiguredItIsTextFromInfoOnAndLibrariesOnlyWarn() throws Exception {
        Child.End end = run("logs-by-default");
        assertThat(end.out()).isEmpty();
        assertThat(end.err().lines())
                .hasSize(5)
                .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) .* of .*"))
                .noneMatch(line -> line.contains("info of io.library"));
    }

    @Test
    void onlyErrorsMeansLibrariesToo() throws Exception {
        Child.End end = run("logs-errors");
        assertThat(end.out()).isEmpty();
        assertThat(end.err().lines()).hasSize(2).allMatch(line -> line.contains(" ERROR error of "));
    }

    @Test
    void jsonIsOneObjectPerLineThatSaysWhatHappened() throws Exception {
        Child.End end = run("logs-json");
        assertThat(end.out()).isEmpty();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : end.err().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(8).allMatch(JsonNode::isObject);
        assertThat(lines.getFirst().get("level").textValue()).isEqualTo("DEBUG");
        assertThat(lines.getFirst().get("loggerName").textValue()).isEqualTo(Specimen.class.getName());
        assertThat(lines.getFirst().get("timestamp").isIntegralNumber()).isTrue();
        assertThat(lines.get(6).get("formattedMessage").textValue())
                .isEqualTo("two\nlines, a \"quote\", an é\r\nargument and \u0001");
        assertThat(lines.get(7).get("throwable").toString())
                .contains("with\\na line end")
                .contains("cause");
    }

    private Child.End run(String how) throws Exception {
        try (Child child = Child.start(directory, Specimen.class, how)) {
            return child.end();
        }
    }
}
