package chatlab.lab.doctor;

import chatlab.lab.doctor.EngineAnswer.Answers;
import chatlab.lab.engine.EngineSurvey.Made;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What runs left behind that were killed.
 *
 * @param running when the labs were started that run now: what is younger than one of them may be its own
 */
record LeftoversCheck(Supplier<EngineAnswer> engine, Supplier<List<Instant>> running) implements Check {
    @Override
    public String name() {
        return "leftovers";
    }

    @Override
    public List<Finding> findings() {
        if (!(engine.get() instanceof Answers answers)) {
            return List.of();
        }
        List<Instant> starts = running.get();
        Predicate<Made> inUse =
                made -> starts.stream().anyMatch(start -> !made.created().isBefore(start));
        List<Made> left =
                answers.survey().madeByRuns().stream().filter(inUse.negate()).toList();
        List<Made> containers = left.stream().filter(Made::container).toList();
        List<Made> networks = left.stream().filter(made -> !made.container()).toList();
        if (left.isEmpty()) {
            return List.of(Finding.ok(
                    name(), answers.survey().madeByRuns().isEmpty() ? "none" : "none but what the run under way made"));
        }
        List<String> mend = new ArrayList<>();
        remove(mend, "docker rm -f", containers);
        remove(mend, "docker network rm", networks);
        return List.of(new Finding(
                name(),
                Level.NOTE,
                count(containers.size(), "container") + " and " + count(networks.size(), "network")
                        + " of runs that nobody seems to be running here any more: "
                        + left.stream().map(Made::run).distinct().sorted().collect(Collectors.joining(", ")),
                mend));
    }

    private static void remove(List<String> mend, String command, List<Made> made) {
        if (!made.isEmpty()) {
            mend.add(command + " " + made.stream().map(Made::name).collect(Collectors.joining(" ")));
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
