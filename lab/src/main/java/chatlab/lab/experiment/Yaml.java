package chatlab.lab.experiment;

import chatlab.process.SettingException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document that still knows on which line each value stands, so that a mistake can be pointed at. */
sealed interface Yaml {
    /** The line it begins on, counted from 1. */
    int line();

    /** What it is, to follow "is" in a sentence. */
    String kind();

    /** A single value, as written. */
    record Scalar(String text, int line) implements Yaml {
        @Override
        public String kind() {
            return "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(List<Yaml> items, int line) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys and their values, in the order of the file. */
    record Mapping(Map<String, Yaml> entries, int line) implements Yaml {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /**
     * Reads a document.
     *
     * @param file how errors call it
     * @throws SettingException if it is no YAML, or a key stands twice
     */
    static Yaml parse(String file, String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new SettingException(file + ":1: the file is empty, but it has to describe an experiment.");
            }
            Yaml document = read(file, parser);
            if (parser.nextToken() != null) {
                throw new SettingException(file + ":" + line(parser)
                        + ": a second document begins here, but a file describes one experiment.");
            }
            return document;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new SettingException(file + ":" + line + ": this is not YAML: " + problem + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Yaml read(String file, JsonParser parser) throws IOException {
        int line = line(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Yaml> entries = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    int keyLine = line(parser);
                    parser.nextToken();
                    if (entries.put(key, read(file, parser)) != null) {
                        throw new SettingException(file + ":" + keyLine + ": the key '" + key + "' stands here twice.");
                    }
                }
                yield new Mapping(entries, line);
            }
            case START_ARRAY -> {
                List<Yaml> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(file, parser));
                }
                yield new Sequence(items, line);
            }
            default -> new Scalar(parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText(), line);
        };
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
