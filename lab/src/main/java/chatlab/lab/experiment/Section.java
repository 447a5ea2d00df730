package chatlab.lab.experiment;

import chatlab.process.SettingException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A group of keys of an experiment file; every complaint names file, line, key, the value seen and what would be right. */
final class Section {
    private final String file;
    private final String name;
    private final Yaml.Mapping mapping;

    private Section(String file, String name, Yaml.Mapping mapping) {
        this.file = file;
        this.name = name;
        this.mapping = mapping;
    }

    /**
     * @param name what the group is called, empty for the whole file
     * @throws SettingException if it is no group of keys or has a key that is not known
     */
    static Section of(String file, String name, Yaml yaml, Collection<String> known) {
        if (!(yaml instanceof Yaml.Mapping mapping)) {
            throw new SettingException(
                    Yaml.at(file, yaml.line()) + ": " + (name.isEmpty() ? "the file" : "'" + name + "'") + " is "
                            + yaml.kind() + ", but it has to be a group of keys.");
        }
        mapping.entries().keySet().forEach(key -> {
            if (!known.contains(key)) {
                throw new SettingException(Yaml.at(file, mapping.lineOf(key)) + ": there is no key '" + Yaml.shown(key)
                        + "'"
                        + (name.isEmpty() ? "" : " in '" + name + "'") + "; the keys are " + String.join(", ", known)
                        + ".");
            }
        });
        return new Section(file, name, mapping);
    }

    /** What the group is called, empty for the whole file. */
    String name() {
        return name;
    }

    /** The values by key, as they stand. */
    Map<String, Yaml> entries() {
        return mapping.entries();
    }

    /** The line that a key stands on; of the group itself if it does not have it. */
    int lineOf(String key) {
        return mapping.lineOf(key);
    }

    /** A group below this one; an empty one if the key is missing. */
    Section section(String key, Collection<String> known) {
        @Nullable Yaml yaml = mapping.entries().get(key);
        return of(file, key, yaml == null ? new Yaml.Mapping(Map.of(), Map.of(), mapping.line()) : yaml, known);
    }

    /** A text; {@code fallback} if the key is missing. */
    String text(String key, String fallback) {
        return parsed(key, fallback, Function.identity(), "a text");
    }

    /** A text that has to be there. */
    String required(String key, String meaning) {
        @Nullable Yaml yaml = mapping.entries().get(key);
        if (yaml == null) {
            throw new SettingException(
                    file + ":" + mapping.line() + ": the key '" + key + "' is missing; it has to be " + meaning + ".");
        }
        return scalar(key, yaml, Function.identity(), meaning);
    }

    /** A value that {@code parser} reads, throwing {@link IllegalArgumentException} if it can't. */
    <T> T parsed(String key, String fallback, Function<String, T> parser, String expected) {
        @Nullable Yaml yaml = mapping.entries().get(key);
        return yaml == null ? parser.apply(fallback) : scalar(key, yaml, parser, expected);
    }

    /** A list of values, not empty; an empty list if the key is missing. */
    <T> List<T> list(String key, Function<String, T> parser, String expected) {
        @Nullable Yaml yaml = mapping.entries().get(key);
        if (yaml == null) {
            return List.of();
        }
        if (!(yaml instanceof Yaml.Sequence sequence) || sequence.items().isEmpty()) {
            throw wrong(key, yaml, "a list of at least one item, each " + expected);
        }
        return sequence.items().stream()
                .map(item -> scalar(key, item, parser, expected))
                .toList();
    }

    /** A list of groups, not empty, each of at least one key; an empty list if the key is missing. */
    List<Section> sections(String key, Collection<String> known) {
        @Nullable Yaml yaml = mapping.entries().get(key);
        if (yaml == null) {
            return List.of();
        }
        String expected = "a list of groups of keys, each of at least one of " + String.join(", ", known);
        if (!(yaml instanceof Yaml.Sequence sequence) || sequence.items().isEmpty()) {
            throw wrong(key, yaml, expected);
        }
        return sequence.items().stream()
                .map(item -> {
                    if (!(item instanceof Yaml.Mapping group) || group.entries().isEmpty()) {
                        throw wrong(key, item, expected);
                    }
                    return of(file, key, item, known);
                })
                .toList();
    }

    /** A value, or a list of them, not empty. */
    <T> List<T> oneOrMore(String key, Function<String, T> parser, String expected) {
        @Nullable Yaml yaml = mapping.entries().get(key);
        return yaml instanceof Yaml.Scalar ? List.of(scalar(key, yaml, parser, expected)) : list(key, parser, expected);
    }

    private <T> T scalar(String key, Yaml yaml, Function<String, T> parser, String expected) {
        if (!(yaml instanceof Yaml.Scalar scalar) || scalar.text().isBlank()) {
            throw wrong(key, yaml, expected);
        }
        try {
            return parser.apply(scalar.text());
        } catch (IllegalArgumentException e) {
            throw wrong(key, yaml, expected);
        }
    }

    private SettingException wrong(String key, Yaml yaml, String expected) {
        return new SettingException(Yaml.at(file, yaml.line()) + ": '" + (name.isEmpty() ? "" : name + ".") + key
                + "' is " + yaml.kind() + ", but it has to be " + expected + ".");
    }
}
