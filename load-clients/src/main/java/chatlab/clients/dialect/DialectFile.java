package chatlab.clients.dialect;

import chatlab.clients.dialect.Template.Place;
import chatlab.process.SettingException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a dialect from YAML. */
final class DialectFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<Place> WHO = EnumSet.of(Place.CLIENT, Place.ROOM, Place.TOKEN);
    private static final Set<Place> OF_A_MESSAGE = EnumSet.complementOf(EnumSet.of(Place.TOKEN));
    private static final int MOST_ENTRIES = 20;

    private final String file;

    private List<HttpStep> httpSteps = List.of();
    private @Nullable Template path;
    private List<Template> opening = List.of();
    private @Nullable Template welcome;
    private List<Template> move = List.of();
    private @Nullable Template message;
    private Map<String, Template> answers = Map.of();
    private List<String> refusals = List.of();
    private boolean echoes = true;

    private DialectFile(String file) {
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @param file its name, for errors
     * @throws SettingException with file and line if it is none
     */
    static TemplateDialect read(String name, String file, String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            return new DialectFile(file).read(name, parser);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new SettingException(
                    file + ":" + line + ": that can't be read as YAML (" + problem(e.getOriginalMessage()) + ").");
        } catch (IOException e) {
            throw new SettingException(file + " can't be read (" + e + ").");
        }
    }

    /** The library says over several lines in which context, where, and only then what. */
    private static String problem(String message) {
        return message.lines()
                .filter(line -> !line.startsWith("while ") && !line.startsWith(" ") && !line.isBlank())
                .findFirst()
                .orElse(message.lines().findFirst().orElse(""));
    }

    private TemplateDialect read(String name, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new SettingException(file + ":1: a dialect has to be a mapping, such as \"message: '%p'\".");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int line = parser.currentTokenLocation().getLineNr();
            String key = parser.currentName();
            parser.nextToken();
            JsonNode value = YAML.readTree(parser);
            try {
                take(key, value);
            } catch (IllegalArgumentException e) {
                throw new SettingException(file + ":" + line + ": " + e.getMessage() + ".");
            }
        }
        if (parser.nextToken() != null) {
            throw new SettingException(
                    file + ":" + parser.currentTokenLocation().getLineNr()
                            + ": something follows the dialect, but a file has to hold one.");
        }
        if (message == null) {
            throw new SettingException(file + " says no 'message', but a dialect has to, such as \"message: '%p'\".");
        }
        if (!move.isEmpty() && (welcome == null || welcome.count(Place.ROOM) > 0)) {
            throw new SettingException(
                    file + " says how to 'move' to another room, but then it has to say with what 'welcome'"
                            + " a frame begins that answers it, and that must not have the room in it.");
        }
        return new TemplateDialect(name, httpSteps, path, opening, welcome, move, message, answers, refusals, echoes);
    }

    private void take(String key, JsonNode value) {
        switch (key) {
            case "before" ->
                httpSteps = list(key, value).stream().map(DialectFile::httpStep).toList();
            case "path" -> path = path(key, value);
            case "opening" -> opening = frames(key, value);
            case "move" -> move = frames(key, value);
            case "welcome" -> welcome = template(key, new TextNode(beginning(key, value)), WHO);
            case "message" -> message = message(value);
            case "answers" -> answers = answers(value);
            case "refusals" ->
                refusals = list(key, value).stream()
                        .map(each -> beginning(key, each))
                        .toList();
            case "echo" -> echoes = truth(key, value);
            default ->
                throw new IllegalArgumentException("'" + key
                        + "' is no part of a dialect; there are answers, before, echo, message, move, opening,"
                        + " path, refusals and welcome");
        }
    }

    private static List<Template> frames(String key, JsonNode value) {
        return list(key, value).stream().map(each -> template(key, each, WHO)).toList();
    }

    private static Template message(JsonNode value) {
        Template template = template("message", value, OF_A_MESSAGE);
        if (template.count(Place.PAYLOAD) != 1) {
            throw new IllegalArgumentException("message '" + shortened(value.asText())
                    + "' has to have one place for the payload, %p, and has " + template.count(Place.PAYLOAD));
        }
        return template;
    }

    private static Map<String, Template> answers(JsonNode value) {
        if (!value.isObject()) {
            throw new IllegalArgumentException(
                    "answers has to be a mapping from how a frame begins to what is said then");
        }
        Map<String, Template> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            if (each.getKey().isEmpty()) {
                throw new IllegalArgumentException("answers has an empty beginning, which every frame would have");
            }
            requireOneLine("answers", each.getKey());
            all.put(each.getKey(), template("answers", each.getValue(), WHO));
        }
        requireFew("answers", all.size());
        return all;
    }

    private static HttpStep httpStep(JsonNode value) {
        Template path = null;
        Template body = null;
        String token = "";
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            switch (each.getKey()) {
                case "post" -> path = path("post", each.getValue());
                case "body" -> body = template("body", each.getValue(), WHO);
                case "token" -> token = text("token", each.getValue());
                default ->
                    throw new IllegalArgumentException("'" + each.getKey()
                            + "' is no part of what is done before; there are post, body and token");
            }
        }
        if (path == null) {
            throw new IllegalArgumentException(
                    "every entry of before has to have a path, such as \"post: /api/login\"");
        }
        return new HttpStep(path, body, token);
    }

    private static Template path(String key, JsonNode value) {
        Template path = template(key, value, WHO);
        if (!path.of(new Persona("c", "r", "t")).matches("/[!-~&&[^{}|\\\\^`\"<>]]*")) {
            throw new IllegalArgumentException(key + " is '" + shortened(value.asText())
                    + "', but it has to be a path that begins with '/' and has only characters that URLs have");
        }
        return path;
    }

    private static Template template(String key, JsonNode value, Set<Place> allowed) {
        String text = text(key, value);
        try {
            return Template.parse(text, allowed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " '" + shortened(text) + "' " + e.getMessage(), e);
        }
    }

    private static String beginning(String key, JsonNode value) {
        String text = text(key, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(key + " is empty, which every frame would begin with");
        }
        requireOneLine(key, text);
        return text;
    }

    private static void requireOneLine(String key, String text) {
        if (text.contains("\n")) {
            throw new IllegalArgumentException(key + " has a beginning of several lines, which no frame has");
        }
    }

    private static String text(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    key + " has " + shortened(value.toString()) + ", but it has to be a text");
        }
        return value.asText();
    }

    private static boolean truth(String key, JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(
                    key + " is " + shortened(value.toString()) + ", but it has to be true or false");
        }
        return value.asBoolean();
    }

    private static List<JsonNode> list(String key, JsonNode value) {
        if (!value.isArray()) {
            throw new IllegalArgumentException(key + " has to be a list");
        }
        List<JsonNode> all = new ArrayList<>();
        value.forEach(all::add);
        requireFew(key, all.size());
        return all;
    }

    private static void requireFew(String key, int count) {
        if (count > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    key + " has " + count + " entries, but it has to have at most " + MOST_ENTRIES);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
