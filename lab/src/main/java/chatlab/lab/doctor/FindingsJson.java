package chatlab.lab.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Findings for scripts: an array of objects with {@code check}, {@code level}, {@code finding}, {@code mend} (an array). */
public final class FindingsJson {
    private static final JsonMapper JSON = new JsonMapper();

    private FindingsJson() {}

    /** The whole document; levels are {@code ok}, {@code note}, {@code fail}. */
    public static String of(Diagnosis diagnosis) {
        ArrayNode all = JSON.createArrayNode();
        for (Finding finding : diagnosis.findings()) {
            ObjectNode one = all.addObject();
            one.put("check", finding.check());
            one.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            one.put("finding", finding.finding());
            ArrayNode mend = one.putArray("mend");
            finding.mend().forEach(mend::add);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree of texts can always be written
        }
    }
}
