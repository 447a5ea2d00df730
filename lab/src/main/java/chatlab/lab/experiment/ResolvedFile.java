package chatlab.lab.experiment;

import chatlab.lab.experiment.Experiment.Timing;
import chatlab.process.Durations;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An experiment written out: a file that says every setting, those too that the original leaves to their defaults or that were said instead of
 * it. Reading it gives the same trials, even by a version whose defaults are others.
 */
public final class ResolvedFile {
    private static final JsonMapper JSON = new JsonMapper();

    private ResolvedFile() {}

    /** The file's text. */
    public static String of(Experiment experiment) {
        StringBuilder out = new StringBuilder(2048);
        out.append("# ").append(quoted(experiment.name())).append(" as it was run, with every setting written out.\n");
        out.append("question: ").append(quoted(experiment.question())).append('\n');
        if (!experiment.hypothesis().isEmpty()) {
            out.append("hypothesis: ").append(quoted(experiment.hypothesis())).append('\n');
        }
        out.append("purpose: ")
                .append(experiment.purpose().name().toLowerCase(Locale.ROOT))
                .append('\n');
        for (Parameter.Group group : Parameter.Group.values()) {
            out.append('\n').append(group.key()).append(":\n");
            for (Parameter parameter : Parameter.of(group)) {
                if (!experiment.matrix().varies(parameter)) {
                    line(out, parameter.key(), experiment.settings().getOrDefault(parameter, parameter.fallback()));
                }
            }
        }
        matrix(out, experiment);
        Timing timing = experiment.timing();
        out.append("\ntrial:\n");
        line(out, "warmup", Durations.format(timing.warmup()));
        line(out, "duration", Durations.format(timing.duration()));
        line(out, "drain", Durations.format(timing.drain()));
        line(out, "repetitions", Integer.toString(experiment.repetitions()));
        if (!experiment.objectives().isEmpty()) {
            out.append("\nslo:\n");
            experiment
                    .objectives()
                    .forEach(objective ->
                            out.append("  - ").append(objective.text()).append('\n'));
        }
        ending(out, experiment.ending());
        out.append("\nseed: ").append(experiment.seed()).append('\n');
        return out.toString();
    }

    private static void matrix(StringBuilder out, Experiment experiment) {
        Matrix matrix = experiment.matrix();
        Map<Parameter, List<String>> alone = new LinkedHashMap<>(matrix.axes());
        Map<Parameter, List<String>> zipped = new LinkedHashMap<>();
        if (!matrix.zipped().isEmpty()) {
            zipped.put(matrix.leader(), matrix.values(matrix.leader()));
            zipped.putAll(matrix.zipped());
            alone.remove(matrix.leader());
        }
        lists(out, MatrixReader.MATRIX, alone);
        lists(out, MatrixReader.ZIP, zipped);
        List<Map<Parameter, List<String>>> excluded = experiment.matrix().excluded().stream()
                .flatMap(exclusion -> effective(exclusion, experiment).stream())
                .toList();
        if (!excluded.isEmpty()) {
            out.append('\n').append(MatrixReader.EXCLUDE).append(":\n");
            excluded.forEach(exclusion -> out.append(exclusion.entrySet().stream()
                    .map(each -> each.getKey().path() + ": " + list(each.getValue()))
                    .collect(Collectors.joining("\n    ", "  - ", "\n"))));
        }
    }

    /** What of it can still match: something else may have been said instead of what it names. */
    private static Optional<Map<Parameter, List<String>>> effective(
            Map<Parameter, List<String>> exclusion, Experiment experiment) {
        Map<Parameter, List<String>> left = new LinkedHashMap<>();
        for (Map.Entry<Parameter, List<String>> each : exclusion.entrySet()) {
            Parameter parameter = each.getKey();
            List<String> tried = experiment.matrix().varies(parameter)
                    ? experiment.matrix().values(parameter)
                    : List.of(experiment.settings().getOrDefault(parameter, parameter.fallback()));
            List<String> matching =
                    each.getValue().stream().filter(tried::contains).toList();
            if (matching.isEmpty()) {
                return Optional.empty();
            }
            if (experiment.matrix().varies(parameter)) {
                left.put(parameter, matching);
            }
        }
        return Optional.of(left);
    }

    private static void lists(StringBuilder out, String group, Map<Parameter, List<String>> lists) {
        if (!lists.isEmpty()) {
            out.append('\n').append(group).append(":\n");
            lists.forEach((parameter, values) -> line(out, parameter.path(), list(values)));
        }
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values) + "]";
    }

    private static void ending(StringBuilder out, Ending ending) {
        if (ending.missed() > 0 || ending.invalid() > 0) {
            out.append("\nstop:\n");
            stop(out, "missed", ending.missed());
            stop(out, "invalid", ending.invalid());
        }
        if (ending.budget() != null) {
            out.append("\nbudget: ").append(Durations.format(ending.budget())).append('\n');
        }
    }

    private static void stop(StringBuilder out, String what, int count) {
        if (count > 0) {
            out.append("  - ").append(what).append(" == ").append(count).append('\n');
        }
    }

    private static void line(StringBuilder out, String key, String value) {
        out.append("  ").append(key).append(": ").append(value).append('\n');
    }

    /** Every text of JSON is one of YAML. */
    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
