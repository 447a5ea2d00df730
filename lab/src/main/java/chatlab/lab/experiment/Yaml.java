package chatlab.lab.experiment;

import chatlab.process.SettingException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** A YAML document that still knows on which line each value stands, so that a mistake can be pointed at. */
sealed interface Yaml {
    /** Characters of a value that a complaint shows. */
    int MAX_SHOWN = 80;

    /** The line of what stands in no file, because it was said on the command line. */
    int NO_LINE = 0;

    /** The line it begins on, counted from 1; {@link #NO_LINE} if it stands on none. */
    int line();

    /** The same, standing on no line. */
    Yaml withoutLines();

    /** Where something stands, to begin a complaint. */
    static String at(String file, int line) {
        return line == NO_LINE ? "--set" : file + ":" + line;
    }

    /** What it is, to follow "is" in a sentence. */
    String kind();

    /** A single value, as written. */
    record Scalar(String text, int line) implements Yaml {
        @Override
        public String kind() {
            return text.isBlank() ? "empty" : "'" + shown(text) + "'";
        }

        @Override
        public Yaml withoutLines() {
            return new Scalar(text, NO_LINE);
        }
    }

    /** A list. */
    record Sequence(List<Yaml> items, int line) implements Yaml {
        @Override
        public String kind() {
            return items.isEmpty() ? "an empty list" : "a list";
        }

        @Override
        public Yaml withoutLines() {
            return new Sequence(items.stream().map(Yaml::withoutLines).toList(), NO_LINE);
        }
    }

    /**
     * Keys and their values, in the order of the file.
     *
     * @param keyLines the line of each key, which is not that of its value if that is a group or a list below it
     */
    record Mapping(Map<String, Yaml> entries, Map<String, Integer> keyLines, int line) implements Yaml {
        /** The line of a key; of the group if it does not have it. */
        int lineOf(String key) {
            return keyLines.getOrDefault(key, line);
        }

        @Override
        public String kind() {
            return "a group of keys";
        }

        @Override
        public Yaml withoutLines() {
            Mapping bare = new Mapping(Map.of(), Map.of(), NO_LINE);
            for (Map.Entry<String, Yaml> entry : entries.entrySet()) {
                bare = bare.with(entry.getKey(), entry.getValue().withoutLines());
            }
            return bare;
        }

        /** The same with another value for a key, which keeps its place if it is there. */
        Mapping with(String key, Yaml value) {
            Map<String, Yaml> newEntries = new LinkedHashMap<>(entries);
            newEntries.put(key, value);
            Map<String, Integer> newLines = new LinkedHashMap<>(keyLines);
            // A group that is changed inside stands where it stood.
            newLines.merge(key, value.line(), (stood, now) -> now == NO_LINE ? NO_LINE : stood);
            return new Mapping(newEntries, newLines, line);
        }

        /** The same without a key. */
        Mapping without(String key) {
            Map<String, Yaml> newEntries = new LinkedHashMap<>(entries);
            newEntries.remove(key);
            Map<String, Integer> newLines = new LinkedHashMap<>(keyLines);
            newLines.remove(key);
            return new Mapping(newEntries, newLines, line);
        }
    }

    /**
     * Reads a document.
     *
     * @param file how errors call it
     * @throws SettingException if it is no YAML, a key stands twice, or a value stands for one elsewhere (an alias)
     */
    static Yaml parse(String file, String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
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
            throw notYaml(file, text, e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Yaml read(String file, YAMLParser parser) throws IOException {
        int line = line(parser);
        if (parser.isCurrentAlias()) {
            throw new SettingException(file + ":" + line + ": '*" + shown(parser.getText())
                    + "' stands for a value elsewhere, but a value has to be written where it is meant.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Yaml> entries = new LinkedHashMap<>();
                Map<String, Integer> keyLines = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    int keyLine = line(parser);
                    keyLines.put(key, keyLine);
                    parser.nextToken();
                    if (entries.put(key, read(file, parser)) != null) {
                        throw new SettingException(
                                file + ":" + keyLine + ": the key '" + shown(key) + "' stands here twice.");
                    }
                }
                yield new Mapping(entries, keyLines, line);
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

    /** A text as a complaint shows it: on one line, of a length that people read. */
    static String shown(String text) {
        String oneLine = text.strip().replaceAll("\\s+", " ");
        return oneLine.length() <= MAX_SHOWN ? oneLine : oneLine.substring(0, MAX_SHOWN) + "…";
    }

    /** The library says first what it was doing, then what was wrong and where: people need the latter. */
    private static SettingException notYaml(String file, String text, JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            line = marked.getProblemMark().getLine() + 1;
            problem = marked.getProblem();
        } else if (e.getCause() instanceof ReaderException character) {
            int position = Math.clamp(character.getPosition(), 0, text.length());
            line = 1
                    + (int) text.substring(0, position)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            problem = String.format("the character U+%04X may not stand here", character.getCodePoint());
        } else if (e instanceof StreamConstraintsException) {
            problem = "it is larger or nested deeper than any experiment";
        } else {
            problem = problem.replaceFirst(", got this instead.*", "");
        }
        return new SettingException(file + ":" + line + ": this is not YAML: " + problem + ".");
    }

    private static int line(YAMLParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
