package chatlab.lab.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes a run's {@code result.json}. Members stand in the order of the records, those of maps in the order they
 * were put in, so that a result that was read is written again byte for byte. Instants are ISO-8601, the rest is as the
 * records say.
 */
public final class ResultFiles {
    /** The file's name in the run's folder. */
    public static final String NAME = "result.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();
    private static final ObjectWriter PRETTY =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private ResultFiles() {}

    /** Writes the result into the run's folder in one step: a reader sees the old file or the new one, never half of one. */
    public static void write(Path runFolder, RunResult result) throws IOException {
        WholeFiles.write(runFolder.resolve(NAME), PRETTY.writeValueAsString(result) + "\n");
    }

    /**
     * Reads the result of a run's folder.
     *
     * @throws ResultFormatException if it is of an unknown format, or not a result at all
     */
    public static RunResult read(Path runFolder) throws IOException {
        Path file = runFolder.resolve(NAME);
        try {
            JsonNode tree = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            String format = tree.path("format").asText("");
            if (!format.equals(RunResult.FORMAT)) {
                throw new ResultFormatException(
                        file, "has the format '%s', but this version reads '%s'.".formatted(format, RunResult.FORMAT));
            }
            fillIn(tree);
            return JSON.treeToValue(tree, RunResult.class);
        } catch (JsonProcessingException unreadable) {
            throw new ResultFormatException(
                    file,
                    "is not a result of the format '%s': %s."
                            .formatted(RunResult.FORMAT, firstLine(unreadable.getOriginalMessage())),
                    unreadable);
        }
    }

    /** What came to the format later is unknown in an older result, which has to be said there: members never are left out. */
    private static void fillIn(JsonNode tree) {
        for (JsonNode figures : tree.findValues("figures")) {
            if (figures instanceof ObjectNode members) {
                for (String name : List.of("joining", "parts")) {
                    if (!members.has(name)) {
                        members.putNull(name);
                    }
                }
            }
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
