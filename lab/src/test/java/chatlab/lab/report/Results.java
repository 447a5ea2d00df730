package chatlab.lab.report;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Question;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Setup;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The golden result (3 CPU limits × 3 sizes, three missed, one invalid) and variations of it. */
final class Results {
    private Results() {}

    static RunResult firstLook() {
        try {
            Path folder = Path.of(Objects.requireNonNull(RunResult.class.getResource("first-look"))
                    .toURI());
            return ResultFiles.read(folder);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What its report says without any raw file. */
    static Page page(RunResult result) {
        return Page.of(result, Path.of("without-raw-files"), Set.of());
    }

    /** The CPU limit alone is varied, with so many members. */
    static RunResult overCpus(String members) {
        RunResult result = firstLook();
        List<Axis> axes = result.axes().stream()
                .filter(axis -> axis.name().equals("cpus"))
                .toList();
        List<TrialResult> trials = result.trials().stream()
                .filter(trial -> members.equals(trial.point().get("members")))
                .toList();
        return with(result, result.question(), axes, trials, false);
    }

    /** The CPU limit did not bind. */
    static RunResult cpusNotBound() {
        RunResult result = firstLook();
        List<Axis> axes = result.axes().stream()
                .map(axis ->
                        axis.name().equals("cpus") ? new Axis(axis.name(), axis.label(), axis.values(), false) : axis)
                .toList();
        return with(result, result.question(), axes, result.trials(), false);
    }

    /** Every trial has its repetition three times. */
    static RunResult repeated() {
        return trials(firstLook(), trial -> {
            List<Repetition> three = new ArrayList<>();
            for (int number = 1; number <= 3; number++) {
                Repetition each = trial.repetitions().getFirst();
                three.add(copy(each, number, each.status(), each.figures(), each.limits(), each.files()));
            }
            return new TrialResult(trial.number(), trial.point(), three);
        });
    }

    /** Every repetition has left these files. */
    static RunResult withFiles(List<String> files) {
        return repetitions(
                firstLook(), each -> copy(each, each.number(), each.status(), each.figures(), each.limits(), files));
    }

    /** Every repetition that is chosen has this status. */
    static RunResult status(RunResult result, Predicate<TrialResult> which, Status status) {
        return trials(
                result,
                trial -> !which.test(trial)
                        ? trial
                        : new TrialResult(
                                trial.number(),
                                trial.point(),
                                trial.repetitions().stream()
                                        .map(each -> copy(
                                                each,
                                                each.number(),
                                                status,
                                                each.figures(),
                                                each.limits(),
                                                each.files()))
                                        .toList()));
    }

    static RunResult objectives(RunResult result, List<String> objectives) {
        Question question = result.question();
        return with(
                result,
                new Question(
                        question.experiment(),
                        question.question(),
                        question.hypothesis(),
                        objectives,
                        question.source()),
                result.axes(),
                result.trials(),
                result.interrupted());
    }

    /** Stopped after so many trials. */
    static RunResult interrupted(int trials) {
        RunResult result = firstLook();
        return with(result, result.question(), result.axes(), result.trials().subList(0, trials), true);
    }

    /** One trial of an experiment without a matrix. */
    static RunResult only(int trial) {
        RunResult result = firstLook();
        TrialResult one = result.trials().get(trial - 1);
        return with(
                result,
                result.question(),
                List.of(),
                List.of(new TrialResult(1, Map.of(), one.repetitions())),
                result.interrupted());
    }

    /** No limit was in force. */
    static RunResult notReadBack() {
        return repetitions(firstLook(), each -> {
            List<Repetition.Limit> limits = each.limits().stream()
                    .map(limit -> new Repetition.Limit(limit.name(), limit.asked(), null))
                    .toList();
            return withLimits(each, limits);
        });
    }

    /** Run by this revision. */
    static RunResult revision(String revision) {
        RunResult result = firstLook();
        Setup of = result.setup();
        return new RunResult(
                result.format(),
                result.id(),
                result.question(),
                new Setup(
                        of.engine(),
                        Map.of("chatlab", revision),
                        of.server(),
                        of.clients(),
                        of.repetitions(),
                        of.seed(),
                        of.notices()),
                result.started(),
                result.ended(),
                result.interrupted(),
                result.axes(),
                result.trials());
    }

    /** So many deliveries arrived per second in every repetition. */
    static RunResult deliveries(double perSecond) {
        return figures(firstLook(), of -> figures(of, perSecond, of.parts()));
    }

    /** Each repetition had these parts. */
    static RunResult withParts(RunResult result, Map<String, Figures.Resources> parts) {
        return figures(result, of -> figures(of, of.deliveriesPerSecond(), parts));
    }

    private static RunResult figures(RunResult result, UnaryOperator<Figures> change) {
        return repetitions(
                result,
                each -> copy(
                        each,
                        each.number(),
                        each.status(),
                        change.apply(Objects.requireNonNull(each.figures())),
                        each.limits(),
                        each.files()));
    }

    private static Figures figures(
            Figures of, double deliveriesPerSecond, @Nullable Map<String, Figures.Resources> parts) {
        return new Figures(
                of.windowSeconds(),
                of.members(),
                of.offeredPerSecond(),
                of.sentPerSecond(),
                deliveriesPerSecond,
                of.messages(),
                of.latency(),
                of.sendLag(),
                of.server(),
                of.generator(),
                of.closed(),
                of.serverCounters(),
                of.joining(),
                parts);
    }

    private static RunResult repetitions(RunResult result, UnaryOperator<Repetition> change) {
        return trials(
                result,
                trial -> new TrialResult(
                        trial.number(),
                        trial.point(),
                        trial.repetitions().stream().map(change).toList()));
    }

    static Repetition withLimits(Repetition each, List<Repetition.Limit> limits) {
        return copy(each, each.number(), each.status(), each.figures(), limits, each.files());
    }

    /** All else as it was, but for the folder, which has the number. */
    private static Repetition copy(
            Repetition each,
            int number,
            Status status,
            @Nullable Figures figures,
            List<Repetition.Limit> limits,
            List<String> files) {
        return new Repetition(
                number,
                each.folder().replaceFirst(each.number() + "$", String.valueOf(number)),
                each.started(),
                each.seconds(),
                status,
                each.reasons(),
                each.notices(),
                figures,
                limits,
                files);
    }

    private static RunResult trials(RunResult result, UnaryOperator<TrialResult> change) {
        return with(
                result,
                result.question(),
                result.axes(),
                result.trials().stream().map(change).toList(),
                result.interrupted());
    }

    private static RunResult with(
            RunResult result, Question question, List<Axis> axes, List<TrialResult> trials, boolean interrupted) {
        return new RunResult(
                result.format(),
                result.id(),
                question,
                result.setup(),
                result.started(),
                result.ended(),
                interrupted,
                axes,
                trials);
    }
}
