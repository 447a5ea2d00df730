package chatlab.lab.merge;

import chatlab.process.SettingException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one process of load clients left in its folder ({@code RESULTS_DIR}).
 *
 * @param summary its {@code summary.json}
 */
public record ProcessResult(Path folder, JsonNode summary) {
    private static final String FORMAT = "chatlab-clients-summary/1";

    /**
     * Reads one.
     *
     * @throws SettingException if the folder holds no summary that this version reads
     */
    public static ProcessResult read(Path folder) throws IOException {
        Path file = folder.resolve("summary.json");
        if (!Files.isRegularFile(file)) {
            throw new SettingException(
                    "There is no " + file + "; the folder has to be the RESULTS_DIR of load clients.");
        }
        JsonNode summary;
        try {
            summary = new JsonMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new SettingException(file + " is no JSON.");
        }
        String format = summary.path("format").asText();
        if (!format.equals(FORMAT)) {
            throw new SettingException(file + " has the format '" + format + "', but it has to be '" + FORMAT + "'.");
        }
        return new ProcessResult(folder, summary);
    }

    /**
     * A figure.
     *
     * @throws SettingException if it is not there
     */
    long number(String pointer) {
        JsonNode number = summary.at(pointer);
        if (!number.isNumber()) {
            throw new SettingException(folder.resolve("summary.json") + " has no number at " + pointer + ".");
        }
        return number.asLong();
    }

    /** Whether it may have measured at the same time as another one; where clocks can't be compared nobody knows. */
    boolean mayOverlap(ProcessResult other) {
        return !summary.at("/clock/bootId").equals(other.summary.at("/clock/bootId"))
                || (number("/window/fromNs") < other.number("/window/toNs")
                        && other.number("/window/fromNs") < number("/window/toNs"));
    }

    Path log(String name) {
        return folder.resolve(name + ".hlog");
    }
}
