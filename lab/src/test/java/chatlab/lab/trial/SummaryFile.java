package chatlab.lab.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A load clients' summary to be changed by tests: 1000 members, 10 talkers, 20 s, 500 deliveries lost to one cut-off. */
final class SummaryFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SummaryFile() {}

    static ObjectNode read() {
        try (InputStream in = SummaryFile.class.getResourceAsStream("/clients-summary.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The summary with one of its parts replaced by this JSON. */
    static ObjectNode with(String part, String json) {
        ObjectNode summary = read();
        try {
            summary.set(part, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
        return summary;
    }
}
