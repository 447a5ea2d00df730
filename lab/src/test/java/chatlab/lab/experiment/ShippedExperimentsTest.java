package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiments that come with chatlab, and what helps to write others. */
class ShippedExperimentsTest {
    private static final Path FOLDER = Path.of(System.getProperty("chatlab.checkout"), "experiments");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatIsExpectedAndNamesTheSchema(Path file) throws IOException {
        Experiment experiment = ExperimentFile.read(file);

        assertThat(experiment.hypothesis()).isNotEmpty();
        assertThat(experiment.objectives()).isNotEmpty();
        assertThat(Files.readAllLines(file).getFirst())
                .isEqualTo("# yaml-language-server: $schema=experiment.schema.json");
    }

    @ParameterizedTest
    @MethodSource("files")
    void isWhatTheSchemaAllows(Path file) throws IOException {
        assertThat(schema().validate(Files.readString(file), InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hypothesis: without a question",
                "question: q\nrate: 40",
                "question: q\nserver: {broadcast: shout}",
                "question: q\nclients: {membrs: 5}",
                "question: q\nmatrix: {clients.members: 5}",
                "question: q\nmatrix: {clients.nothing: [5]}",
                "question: q\ntrial: {repetitions: 101}",
                "question: q\nslo: p99 < 1ms"
            })
    void theSchemaRefuses(String text) throws IOException {
        assertThat(schema().validate(text, InputFormat.YAML)).isNotEmpty();
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(FOLDER.resolve("experiment.schema.json")));
    }

    @Test
    void theSchemaBesideThemIsWhatTheCommandPrints() {
        assertThat(FOLDER.resolve("experiment.schema.json"))
                .as("if a parameter changed: ./chatlab schema > experiments/experiment.schema.json")
                .hasContent(JsonSchema.text());
    }

    @Test
    void theReferenceNamesEveryKeyWithItsDefault() throws IOException {
        String reference = Files.readString(FOLDER.resolveSibling("docs/experiments.md"));

        List<String> missing = Stream.of(Parameter.values())
                .map(parameter -> "\n  " + parameter.key() + ": " + parameter.fallback() + " ")
                .filter(line -> !reference.contains(line))
                .toList();

        assertThat(missing).isEmpty();
    }
}
