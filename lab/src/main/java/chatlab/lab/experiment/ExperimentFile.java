package chatlab.lab.experiment;

import chatlab.lab.experiment.Experiment.Purpose;
import chatlab.lab.experiment.Experiment.Timing;
import chatlab.process.Durations;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reads experiment files, strictly: whatever is unknown, missing or wrong is named with file and line. */
public final class ExperimentFile {
    private static final List<String> KEYS = List.of(
            "question",
            "hypothesis",
            "purpose",
            "server",
            "clients",
            MatrixReader.MATRIX,
            MatrixReader.ZIP,
            MatrixReader.EXCLUDE,
            "trial",
            "slo",
            "stop",
            "budget",
            "seed");
    static final List<String> TRIAL_KEYS = List.of("warmup", "duration", "drain", "repetitions");

    /** Those of the keys that are not groups. */
    static final List<String> PLAIN_KEYS =
            List.of("question", "hypothesis", "purpose", "slo", "stop", "budget", "seed");

    private ExperimentFile() {}

    /**
     * Reads a file.
     *
     * @throws SettingException if it can't be read or is not an experiment
     */
    public static Experiment read(Path file) {
        return read(file, Overrides.NONE);
    }

    /**
     * Reads a file, some of which is said elsewhere.
     *
     * @throws SettingException if it can't be read or both together are not an experiment
     */
    public static Experiment read(Path file, Overrides overrides) {
        try {
            return parse(file.toString(), Files.readString(file), overrides);
        } catch (CharacterCodingException e) {
            throw new SettingException("The experiment file " + file + " is not text in UTF-8, as YAML has to be.");
        } catch (IOException e) {
            throw new SettingException("The experiment file " + file + " can't be read; is the path right?");
        }
    }

    /** Reads the text of a file, as below, and nothing else. */
    static Experiment parse(String file, String text) {
        return parse(file, text, Overrides.NONE);
    }

    /**
     * Reads the text of a file.
     *
     * @param file how errors call it; its last part without {@code .yaml} is the experiment's name
     * @throws SettingException if it is not an experiment
     */
    public static Experiment parse(String file, String text, Overrides overrides) {
        Section root = Section.of(file, "", overrides.appliedTo(Yaml.parse(file, text)), KEYS);
        Section trial = root.section("trial", TRIAL_KEYS);
        Map<Parameter, String> settings = new EnumMap<>(Parameter.class);
        for (Parameter.Group group : Parameter.Group.values()) {
            settings.putAll(settings(root, group));
        }
        Experiment experiment = new Experiment(
                name(file),
                root.required("question", "the question that the experiment answers, in one sentence"),
                root.text("hypothesis", ""),
                root.parsed("purpose", "gate", ExperimentFile::purpose, "one of gate, explore"),
                settings,
                new MatrixReader(file, root).read(overrides.texts().isEmpty()),
                new Timing(
                        duration(trial, "warmup", "5s", Duration.ZERO, Duration.ofHours(1)),
                        duration(trial, "duration", "20s", Duration.ofSeconds(1), Duration.ofHours(24)),
                        duration(trial, "drain", "5s", Duration.ZERO, Duration.ofMinutes(10))),
                trial.parsed("repetitions", "1", wholeNumber(1, 100), "a whole number from 1 to 100"),
                root.parsed("seed", "1", wholeNumber(0, Integer.MAX_VALUE), "a whole number from 0 to 2147483647"),
                root.list("slo", Objective::parse, Objective.expected()),
                ending(root),
                text,
                overrides);
        new Consistency(file, root).require(experiment);
        return experiment;
    }

    private static Map<Parameter, String> settings(Section root, Parameter.Group group) {
        Section section = groupSection(root, group);
        Map<Parameter, String> settings = new EnumMap<>(Parameter.class);
        for (Parameter parameter : Parameter.of(group)) {
            settings.put(
                    parameter,
                    section.parsed(parameter.key(), parameter.fallback(), parameter::require, parameter.expected()));
        }
        return settings;
    }

    private static Ending ending(Section root) {
        Ending ending = Ending.NEVER;
        for (String condition : root.list("stop", Ending::requireStop, Ending.EXPECTED_STOP)) {
            ending = ending.withStop(condition);
        }
        return root.entries().containsKey("budget")
                ? ending.withBudget(duration(root, "budget", "1h", Duration.ofSeconds(1), Duration.ofDays(30)))
                : ending;
    }

    /** The group that sets the parameters of server or load clients. */
    static Section groupSection(Section root, Parameter.Group group) {
        return root.section(
                group.key(), Parameter.of(group).stream().map(Parameter::key).toList());
    }

    private static Duration duration(Section section, String key, String fallback, Duration min, Duration max) {
        return section.parsed(
                key,
                fallback,
                text -> {
                    Duration value = Durations.parse(text);
                    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return value;
                },
                "a duration from " + Durations.format(min) + " to " + Durations.format(max) + ", such as 20s");
    }

    private static Function<String, Integer> wholeNumber(int min, int max) {
        return text -> {
            int value = text.matches("\\d{1,10}") ? Integer.parseInt(text) : -1;
            if (value < min || value > max) {
                throw new IllegalArgumentException(text);
            }
            return value;
        };
    }

    private static Purpose purpose(String text) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static String name(String file) {
        String last = Path.of(file).getFileName().toString();
        return last.endsWith(".yaml") ? last.substring(0, last.length() - ".yaml".length()) : last;
    }
}
