package chatlab.bench;

import chatlab.bench.measure.Reading;
import chatlab.bench.report.Outcome;
import chatlab.bench.scenario.Case;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs scenarios: every repetition measures all contenders in turn, so that a machine that changes changes for all.
 *
 * @param <P> what can be measured of them
 */
final class Bench<P> {
    private final Contender<P> yardstick;
    private final List<Contender<P>> builds;
    private final boolean withYardstick;
    private final int repetitions;
    private final Consumer<String> progress;

    /**
     * @param builds of chatlab, the one under test first
     * @param withYardstick whether the yardstick is measured; if not, what is held against it is void
     */
    Bench(
            Contender<P> yardstick,
            List<Contender<P>> builds,
            boolean withYardstick,
            int repetitions,
            Consumer<String> progress) {
        this.yardstick = yardstick;
        this.builds = List.copyOf(builds);
        this.withYardstick = withYardstick;
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /** Adds what a scenario gives, also when it is stopped in the middle. */
    void run(Scenario<P> scenario, Outcome outcome) throws IOException, InterruptedException {
        Map<String, List<Readings>> all = new LinkedHashMap<>();
        builds.forEach(build -> all.put(build.name(), new ArrayList<>()));
        try {
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                for (Map.Entry<String, Readings> one :
                        repeat(scenario, repetition, outcome).entrySet()) {
                    all.getOrDefault(one.getKey(), new ArrayList<>()).add(one.getValue());
                }
            }
        } finally {
            outcome.conclude(scenario, all);
        }
    }

    private List<Contender<P>> yardsticks() {
        return withYardstick ? List.of(yardstick) : List.of();
    }

    private Map<String, Readings> repeat(Scenario<P> scenario, int repetition, Outcome outcome)
            throws IOException, InterruptedException {
        Map<String, Map<String, Reading>> byBuild = new HashMap<>();
        for (Case<P> one : scenario.cases()) {
            for (Contender<P> each : one.side() == Case.Side.YARDSTICK ? yardsticks() : builds) {
                progress.accept(
                        scenario.id() + " " + repetition + "/" + repetitions + " " + each.name() + " " + one.key());
                Reading reading = each.probe().measure(one.point());
                outcome.add(new Outcome.Measured(scenario.id(), each.name(), one.key(), repetition, reading));
                // The yardstick's points stand beside those of every build.
                for (Contender<P> build : builds) {
                    if (each.equals(yardstick) || each.equals(build)) {
                        byBuild.computeIfAbsent(build.name(), name -> new HashMap<>())
                                .put(one.key(), reading);
                    }
                }
            }
        }
        Map<String, Readings> readings = new LinkedHashMap<>();
        byBuild.forEach((build, byKey) -> readings.put(build, new Readings(byKey)));
        return readings;
    }
}
