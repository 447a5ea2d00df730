package chatlab.lab.command;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Matrix;
import chatlab.lab.experiment.Objective;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.run.Plan;
import chatlab.process.Durations;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Experiments as JSON, for scripts. Values of parameters are written as in an experiment file. */
final class ExperimentJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ExperimentJson() {}

    /** The list of {@code chatlab list}: of each its name, question, purpose, number of trials and repetitions, seconds. */
    static String list(List<Experiment> experiments) {
        return write(experiments.stream().map(ExperimentJson::summary).toList());
    }

    /** All that {@code chatlab describe} says; counts of {@code stop} are 0 where nothing ends the run. */
    static String whole(Experiment experiment) {
        Map<String, Object> json = summary(experiment);
        json.put("hypothesis", experiment.hypothesis());
        for (Parameter.Group group : Parameter.Group.values()) {
            Map<String, String> settings = new LinkedHashMap<>();
            Parameter.of(group).stream()
                    .filter(parameter -> !experiment.matrix().varies(parameter))
                    .forEach(parameter -> settings.put(
                            parameter.key(), experiment.points().getFirst().get(parameter)));
            json.put(group.key(), settings);
        }
        Matrix matrix = experiment.matrix();
        json.put("matrix", paths(matrix.axes()));
        json.put("zip", paths(matrix.zipped()));
        json.put(
                "exclude", matrix.excluded().stream().map(ExperimentJson::paths).toList());
        Map<String, String> trial = new LinkedHashMap<>();
        trial.put("warmup", Durations.format(experiment.timing().warmup()));
        trial.put("duration", Durations.format(experiment.timing().duration()));
        trial.put("drain", Durations.format(experiment.timing().drain()));
        json.put("trial", trial);
        json.put("slo", experiment.objectives().stream().map(Objective::text).toList());
        Map<String, Object> stop = new LinkedHashMap<>();
        stop.put("missed", experiment.ending().missed());
        stop.put("invalid", experiment.ending().invalid());
        json.put("stop", stop);
        @Nullable Duration budget = experiment.ending().budget();
        json.put("budget", budget == null ? "" : Durations.format(budget));
        json.put("seed", experiment.seed());
        return write(json);
    }

    private static Map<String, Object> summary(Experiment experiment) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", experiment.name());
        json.put("question", experiment.question());
        json.put("purpose", experiment.purpose().name().toLowerCase(Locale.ROOT));
        json.put("trials", experiment.points().size());
        json.put("repetitions", experiment.repetitions());
        json.put("seconds", Plan.of(experiment).seconds());
        return json;
    }

    private static Map<String, List<String>> paths(Map<Parameter, List<String>> values) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        values.forEach((parameter, list) -> paths.put(parameter.path(), list));
        return paths;
    }

    private static String write(Object json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
