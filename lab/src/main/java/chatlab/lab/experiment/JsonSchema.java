package chatlab.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * The JSON Schema of experiment files, for editors: what they offer, explain and underline. It is generous where the syntax of a value is rich,
 * so that what {@link ExperimentFile} refuses may pass here.
 */
public final class JsonSchema {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String ONE_OF = "one of ";

    private JsonSchema() {}

    /** The schema's text, draft 7, which editors know best. */
    public static String text() {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "chatlab experiment");
        root.put("description", "A question that measurement can answer; see docs/experiments.md.");
        root.put("type", "object");
        root.putArray("required").add("question");
        root.put("additionalProperties", false);
        ObjectNode keys = root.putObject("properties");
        text(keys, "question", "The question that the experiment answers, in one sentence.");
        text(keys, "hypothesis", "What you expect; stands in the report.");
        ObjectNode purpose = keys.putObject("purpose");
        purpose.put(
                "description",
                "gate: a missed objective ends the run with exit code 3; explore: it is a finding, exit code 0.");
        purpose.putArray("enum").add("gate").add("explore");
        purpose.put("default", "gate");
        for (Parameter.Group group : Parameter.Group.values()) {
            ObjectNode section = group(
                    keys,
                    group.key(),
                    group == Parameter.Group.SERVER ? "The server's limits and settings." : "The load.");
            for (Parameter parameter : Parameter.of(group)) {
                value(section.withObjectProperty("properties").putObject(parameter.key()), parameter, true);
            }
        }
        varied(keys, MatrixReader.MATRIX, "What is varied; trials are the product.", JsonSchema::list);
        varied(keys, MatrixReader.ZIP, "What is varied together: lists of equal length.", JsonSchema::list);
        ObjectNode exclude = keys.putObject(MatrixReader.EXCLUDE);
        exclude.put("description", "Trials that are left out: those that have all the values of one of these.");
        exclude.put("type", "array").put("minItems", 1);
        paths(exclude.putObject("items"), JsonSchema::oneOrMore);
        ObjectNode trial = group(keys, "trial", "The phases of a trial, and how often it is run.")
                .withObjectProperty("properties");
        duration(trial, "warmup", "Counts in the ledger, not in the latencies; 0 to 1h.", "5s");
        duration(trial, "duration", "The window that is measured; 1s to 24h.", "20s");
        duration(trial, "drain", "At most this long for stragglers; 0 to 10m.", "5s");
        whole(trial, "repetitions", "Of every trial.", 1, 100, 1);
        strings(keys, "slo", "What a trial has to keep: " + Objective.expected() + ".");
        strings(keys, "stop", "What ends a run early, " + Ending.EXPECTED_STOP + ".");
        ObjectNode budget = keys.putObject("budget");
        budget.put("description", "The longest that a run may take; no repetition is begun after it. 1s to 720h.");
        budget.put("type", "string");
        whole(keys, "seed", "Shuffles the order of the trials.", 0, Integer.MAX_VALUE, 1);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode group(ObjectNode keys, String key, String description) {
        ObjectNode group = keys.putObject(key);
        group.put("description", description);
        group.put("type", "object").put("additionalProperties", false);
        return group;
    }

    private static void varied(ObjectNode keys, String key, String description, Function<Parameter, ObjectNode> of) {
        ObjectNode group = keys.putObject(key);
        group.put("description", description);
        paths(group, of);
    }

    private static void paths(ObjectNode group, Function<Parameter, ObjectNode> of) {
        group.put("type", "object").put("additionalProperties", false).put("minProperties", 1);
        ObjectNode properties = group.putObject("properties");
        for (Parameter parameter : Parameter.values()) {
            properties.set(parameter.path(), of.apply(parameter));
        }
    }

    private static ObjectNode list(Parameter parameter) {
        ObjectNode list = JSON.createObjectNode();
        list.put("description", description(parameter));
        list.put("type", "array").put("minItems", 1);
        value(list.putObject("items"), parameter, false);
        return list;
    }

    private static ObjectNode oneOrMore(Parameter parameter) {
        ObjectNode either = JSON.createObjectNode();
        ArrayNode choices = either.putArray("anyOf");
        value(choices.addObject(), parameter, false);
        choices.add(list(parameter));
        return either;
    }

    private static void value(ObjectNode value, Parameter parameter, boolean withDefault) {
        value.put("description", description(parameter));
        String expected = parameter.expected();
        if (expected.startsWith(ONE_OF)) {
            ArrayNode choices = value.putArray("enum");
            List.of(expected.substring(ONE_OF.length()).split(", ", -1)).forEach(choices::add);
        } else {
            value.putArray("type").add("string").add("number");
        }
        if (withDefault && parameter.fallback().matches("\\d{1,9}")) {
            value.put("default", Integer.parseInt(parameter.fallback()));
        } else if (withDefault) {
            value.put("default", parameter.fallback());
        }
    }

    private static String description(Parameter parameter) {
        return parameter.label() + ": " + parameter.expected() + ".";
    }

    private static void text(ObjectNode keys, String key, String description) {
        keys.putObject(key)
                .put("description", description)
                .put("type", "string")
                .put("minLength", 1);
    }

    private static void duration(ObjectNode keys, String key, String description, String fallback) {
        ObjectNode value = keys.putObject(key);
        value.put("description", description);
        value.putArray("type").add("string").add("number");
        value.put("default", fallback);
    }

    private static void whole(ObjectNode keys, String key, String description, int least, int most, int fallback) {
        ObjectNode value = keys.putObject(key);
        value.put("description", description).put("type", "integer");
        value.put("minimum", least).put("maximum", most).put("default", fallback);
    }

    private static void strings(ObjectNode keys, String key, String description) {
        ObjectNode list = keys.putObject(key);
        list.put("description", description).put("type", "array").put("minItems", 1);
        list.putObject("items").put("type", "string");
    }
}
