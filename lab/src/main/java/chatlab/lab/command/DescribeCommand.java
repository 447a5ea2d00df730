package chatlab.lab.command;

import chatlab.lab.experiment.Ending;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Objective;
import chatlab.lab.experiment.Overrides;
import chatlab.lab.experiment.Parameter;
import chatlab.process.Durations;
import chatlab.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab describe EXPERIMENT}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "describe",
        description = "Show what an experiment would do, without doing it.")
final class DescribeCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            paramLabel = "EXPERIMENT",
            completionCandidates = ExperimentNames.class,
            description = "Its name (see 'chatlab list') or the path of a YAML file.")
    private String experimentName = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Say something else than the file, as for 'chatlab run'.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--json", description = "Print it as JSON, for scripts.")
    private boolean json;

    DescribeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Experiment experiment = ExperimentFile.read(context.experiment(experimentName), new Overrides(overrides));
        if (json) {
            System.out.println(ExperimentJson.whole(experiment));
            return ExitCode.OK.number();
        }
        row("question", experiment.question());
        if (!experiment.hypothesis().isEmpty()) {
            row("hypothesis", experiment.hypothesis());
        }
        row(
                "purpose",
                switch (experiment.purpose()) {
                    case GATE -> "gate: a missed objective ends with exit code 3";
                    case EXPLORE -> "explore: a missed objective is a finding, exit code 0";
                });
        row(
                "objectives",
                experiment.objectives().isEmpty()
                        ? "none"
                        : experiment.objectives().stream().map(Objective::text).collect(Collectors.joining(", ")));
        row("trials", experiment.points().size() + " × " + experiment.repetitions() + " repetitions");
        row(
                "phases",
                "warm-up " + Durations.format(experiment.timing().warmup()) + ", measure "
                        + Durations.format(experiment.timing().duration()) + ", drain up to "
                        + Durations.format(experiment.timing().drain()));
        String early = early(experiment.ending());
        if (!early.isEmpty()) {
            row("ends early", early);
        }
        for (Map<Parameter, List<String>> exclusion : experiment.matrix().excluded()) {
            row(
                    "leaves out",
                    exclusion.entrySet().stream()
                            .map(each -> each.getKey().path() + " " + String.join(", ", each.getValue()))
                            .collect(Collectors.joining(" with ")));
        }
        for (Parameter parameter : Parameter.values()) {
            List<String> varied = experiment.matrix().values(parameter);
            row(
                    parameter.path(),
                    varied.isEmpty()
                            ? experiment.points().getFirst().get(parameter)
                            : String.join(", ", varied)
                                    + (experiment.matrix().zipped().containsKey(parameter)
                                            ? "   (varied together with "
                                                    + experiment
                                                            .matrix()
                                                            .leader()
                                                            .path() + ")"
                                            : "   (varied)"));
        }
        return ExitCode.OK.number();
    }

    private static String early(Ending ending) {
        List<String> conditions = new ArrayList<>();
        if (ending.missed() > 0) {
            conditions.add("missed == " + ending.missed());
        }
        if (ending.invalid() > 0) {
            conditions.add("invalid == " + ending.invalid());
        }
        if (ending.budget() != null) {
            conditions.add("after " + Durations.format(ending.budget()));
        }
        return String.join(", ", conditions);
    }

    private static void row(String name, String value) {
        System.out.printf(Locale.ROOT, "%-20s %s%n", name, value);
    }
}
