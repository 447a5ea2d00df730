package chatlab.lab.selftest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Checks for scripts: an array of check, about, passes and figures. */
public final class CheckJson {
    private static final JsonMapper JSON = new JsonMapper();

    private CheckJson() {}

    /** On several lines. */
    public static String of(List<Check> checks) {
        ArrayNode array = JSON.createArrayNode();
        for (Check check : checks) {
            ObjectNode object = array.addObject()
                    .put("check", check.name())
                    .put("about", check.about())
                    .put("passes", check.passes());
            ArrayNode figures = object.putArray("figures");
            for (Check.Figure figure : check.figures()) {
                figures.addObject()
                        .put("name", figure.name())
                        .put("unit", figure.unit())
                        .put("theory", figure.theory())
                        .put("measured", figure.measured())
                        .put("tolerance", figure.tolerance())
                        .put("right", figure.isRight());
            }
        }
        return array.toPrettyString();
    }
}
