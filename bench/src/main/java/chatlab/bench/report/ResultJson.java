package chatlab.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;

/** All points and figures as JSON. NaN and infinity are written as strings, which JSON has no numbers for. */
public final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultJson() {}

    /**
     * The whole file.
     *
     * @param about what it was measured on, by name
     */
    public static String of(Map<String, String> about, Outcome outcome) throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("about", about);
        all.put("figures", outcome.rows());
        all.put("pairs", outcome.pairs());
        all.put("points", outcome.points());
        return JSON.writeValueAsString(all) + "\n";
    }
}
