package chatlab.lab.experiment;

import chatlab.process.SettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said on the command line instead of in the file, as {@code KEY=VALUE}: {@code clients.rate=40} sets a parameter, whether the
 * file varies it or not; {@code clients.members=[100, 500]} varies it; {@code trial.duration=5s}, {@code slo=[p99 < 50ms]}, {@code seed=2}.
 *
 * @param texts as they were given, the later one of two for the same key counting
 */
public record Overrides(List<String> texts) {
    public static final Overrides NONE = new Overrides(List.of());

    private static final String OPTION = "--set";

    public Overrides {
        texts = List.copyOf(texts);
    }

    /**
     * The document as if this stood in it; what is said here has no line.
     *
     * @throws SettingException if a key is not known or a value is no YAML
     */
    Yaml appliedTo(Yaml document) {
        if (!(document instanceof Yaml.Mapping root)) {
            return document; // which is refused for that
        }
        Yaml.Mapping changed = root;
        for (String text : texts) {
            changed = with(changed, text);
        }
        return changed;
    }

    private static Yaml.Mapping with(Yaml.Mapping root, String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || text.substring(equals + 1).isBlank()) {
            throw new SettingException(OPTION + " is '" + Yaml.shown(text)
                    + "', but it has to be KEY=VALUE, such as clients.rate=40 or clients.members=[100, 500].");
        }
        String key = text.substring(0, equals).strip();
        Yaml value = value(OPTION + " " + Yaml.shown(key), text.substring(equals + 1));
        int dot = key.indexOf('.');
        if (dot < 0) {
            return root.with(require(key, ExperimentFile.PLAIN_KEYS.contains(key)), value);
        }
        String group = key.substring(0, dot);
        String last = key.substring(dot + 1);
        if (group.equals("trial")) {
            require(key, ExperimentFile.TRIAL_KEYS.contains(last));
            return within(root, group, inner -> inner.with(last, value));
        }
        require(
                key,
                Arrays.stream(Parameter.values()).anyMatch(each -> each.path().equals(key)));
        Yaml.Mapping alone = without(root, MatrixReader.ZIP, key);
        return value instanceof Yaml.Sequence
                ? within(alone, MatrixReader.MATRIX, inner -> inner.with(key, value))
                : within(without(alone, MatrixReader.MATRIX, key), group, inner -> inner.with(last, value));
    }

    private static Yaml value(String where, String text) {
        if (text.strip().startsWith("#")) {
            throw new SettingException(where + " has a comment for a value; put it into quotation marks.");
        }
        return Yaml.parse(where, text).withoutLines();
    }

    private static String require(String key, boolean known) {
        if (!known) {
            throw new SettingException(OPTION + ": there is no key '" + Yaml.shown(key) + "'; the keys are "
                    + String.join(", ", keys()) + ".");
        }
        return key;
    }

    private static List<String> keys() {
        return Stream.of(
                        ExperimentFile.PLAIN_KEYS.stream(),
                        ExperimentFile.TRIAL_KEYS.stream().map(key -> "trial." + key),
                        Arrays.stream(Parameter.values()).map(Parameter::path))
                .flatMap(each -> each)
                .toList();
    }

    private static Yaml.Mapping without(Yaml.Mapping root, String group, String key) {
        return root.entries().containsKey(group) ? within(root, group, inner -> inner.without(key)) : root;
    }

    private static Yaml.Mapping within(Yaml.Mapping root, String group, UnaryOperator<Yaml.Mapping> change) {
        Yaml there = root.entries().getOrDefault(group, new Yaml.Mapping(Map.of(), Map.of(), Yaml.NO_LINE));
        // What is no group is refused for that.
        return there instanceof Yaml.Mapping mapping ? root.with(group, change.apply(mapping)) : root;
    }

    /** As a shell reads them: {@code --set 'clients.rate=40' --set 'seed=2'}. */
    public String asArguments() {
        return texts.stream().map(Overrides::argument).collect(Collectors.joining(" "));
    }

    private static String argument(String text) {
        return OPTION + " '" + text.replaceAll("\\s+", " ").replace("'", "'\\''") + "'";
    }

    /** The file's text with a comment of what was said instead, for those who repeat it. */
    public String noted(String source) {
        if (texts.isEmpty()) {
            return source;
        }
        List<String> lines = new ArrayList<>();
        lines.add(source.stripTrailing());
        lines.add("");
        lines.add("# It was run with:");
        texts.forEach(text -> lines.add("#   " + argument(text)));
        return String.join("\n", lines) + "\n";
    }
}
