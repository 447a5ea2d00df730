package chatlab.lab.run;

import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Matrix;
import chatlab.lab.experiment.Objective;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Parameter.Group;
import chatlab.lab.result.Axis;
import chatlab.lab.result.Question;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Setup;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import chatlab.process.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run has measured so far, what has to be said about it, and the result that these make. */
final class Findings {
    private static final String OBSERVER = "observer";
    private static final Comparator<Repetition> BY_NUMBER = Comparator.comparingInt(Repetition::number);

    private final Experiment experiment;
    private final Engine engine;
    private final String id;
    private final Map<String, String> facts;
    /** By trial. */
    private final Map<Integer, List<Repetition>> repetitions = new TreeMap<>();

    private final List<String> notices = new ArrayList<>();
    private Instant started = Instant.now();

    /**
     * @param id the run's
     * @param facts what identifies the lab itself
     */
    Findings(Experiment experiment, Engine engine, String id, Map<String, String> facts) {
        this.experiment = experiment;
        this.engine = engine;
        this.id = id;
        this.facts = facts;
    }

    /** What was found before the run was cut short belongs to it. */
    void goOnWith(RunResult earlier) {
        started = earlier.started();
        notices.addAll(earlier.setup().notices());
        String observer = earlier.setup().facts().get(OBSERVER);
        if (observer != null) {
            notices.add("Before that, it was observed: " + observer + ".");
        }
        earlier.trials().forEach(trial -> repetitions.put(trial.number(), new ArrayList<>(trial.repetitions())));
    }

    void add(Schedule.Task task, Repetition repetition) {
        repetitions.computeIfAbsent(task.trial(), t -> new ArrayList<>()).add(repetition);
    }

    /** Something that has to be said about the run as a whole, a sentence. */
    void note(String sentence) {
        notices.add(sentence);
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    /** How many repetitions there are. */
    int stored() {
        return repetitions.values().stream().mapToInt(List::size).sum();
    }

    boolean has(Schedule.Task task) {
        return repetitions.getOrDefault(task.trial(), List.of()).stream()
                .anyMatch(repetition -> repetition.number() == task.repetition());
    }

    /** How many repetitions came to that. */
    long count(Status status) {
        return repetitions.values().stream()
                .flatMap(List::stream)
                .filter(repetition -> repetition.status() == status)
                .count();
    }

    /** How long all repetitions took together. */
    Duration measuring() {
        double seconds = repetitions.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Repetition::seconds)
                .sum();
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    /** All of it, as it stands now. */
    RunResult result(boolean interrupted) {
        List<TrialResult> trials = new ArrayList<>();
        repetitions.forEach((number, done) -> trials.add(new TrialResult(
                number, point(number), done.stream().sorted(BY_NUMBER).toList())));
        List<Axis> axes = axes();
        return new RunResult(
                RunResult.FORMAT,
                id,
                new Question(
                        experiment.name(),
                        experiment.question(),
                        experiment.hypothesis(),
                        experiment.objectives().stream().map(Objective::text).toList(),
                        experiment.overrides().noted(experiment.source())),
                setup(axes),
                started,
                Instant.now(),
                interrupted,
                axes,
                trials);
    }

    private Map<String, String> point(int trial) {
        Map<String, String> point = new LinkedHashMap<>();
        experiment
                .matrix()
                .axes()
                .keySet()
                .forEach(parameter -> point.put(
                        parameter.key(), experiment.points().get(trial - 1).get(parameter)));
        return point;
    }

    private List<Axis> axes() {
        return experiment.matrix().axes().entrySet().stream()
                .map(axis ->
                        new Axis(axis.getKey().key(), axis.getKey().label(), axis.getValue(), isBound(axis.getKey())))
                .toList();
    }

    private boolean isBound(Parameter parameter) {
        return !parameter.isLimit()
                || repetitions.values().stream()
                        .flatMap(List::stream)
                        .flatMap(repetition -> repetition.limits().stream())
                        .filter(limit -> limit.name().equals(parameter.key()))
                        .allMatch(Repetition.Limit::bound);
    }

    private Setup setup(List<Axis> axes) {
        Map<String, String> environment = new LinkedHashMap<>(facts);
        environment.putAll(engine.facts());
        if (!experiment.overrides().texts().isEmpty()) {
            environment.put(RunResult.SAID_INSTEAD, experiment.overrides().asArguments());
        }
        List<String> all = new ArrayList<>(notices);
        axes.stream()
                .filter(axis -> !axis.bound())
                .forEach(axis -> all.add("The " + axis.label()
                        + ", did not bind: read back from inside the server it was not what was asked for, so it is"
                        + " not drawn as an axis."));
        if (engine.kind() == EngineKind.LOCAL) {
            all.add("Server and load clients ran as processes of one machine, not in containers.");
        }
        return new Setup(
                engine.kind().toString(),
                environment,
                fixed(Group.SERVER),
                fixed(Group.CLIENTS),
                experiment.repetitions(),
                experiment.seed(),
                all.stream().distinct().toList());
    }

    private Map<String, String> fixed(Group group) {
        Map<String, String> settings = new LinkedHashMap<>();
        Schedule.fixed(experiment, group)
                .forEach(parameter -> settings.put(
                        parameter.key(), experiment.points().getFirst().get(parameter)));
        Matrix matrix = experiment.matrix();
        matrix.zipped().forEach((parameter, values) -> {
            if (parameter.group() == group) {
                settings.put(
                        parameter.key(),
                        String.join(", ", values) + " with " + matrix.leader().key() + " "
                                + String.join(", ", matrix.values(matrix.leader())));
            }
        });
        if (group == Group.CLIENTS) {
            settings.put("warmup", Durations.format(experiment.timing().warmup()));
            settings.put("duration", Durations.format(experiment.timing().duration()));
            settings.put("drain", Durations.format(experiment.timing().drain()));
        }
        return settings;
    }
}
