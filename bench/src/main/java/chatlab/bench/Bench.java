package chatlab.bench;

import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Turns;
import chatlab.bench.report.Outcome;
import chatlab.bench.scenario.Case;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
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
        Map<String, Map<String, List<Reading>>> byBuild = new HashMap<>();
        for (Case<P> one : scenario.cases()) {
            List<Contender<P>> contenders = one.side() == Case.Side.YARDSTICK ? yardsticks() : builds;
            Map<Contender<P>, List<Reading>> measured = measure(
                    contenders,
                    one.point(),
                    name -> progress.accept(
                            scenario.id() + " " + repetition + "/" + repetitions + " " + name + " " + one.key()));
            for (Contender<P> each : contenders) {
                List<Reading> turns = measured.getOrDefault(each, List.of());
                for (int turn = 1; turn <= turns.size(); turn++) {
                    outcome.add(new Outcome.Measured(
                            scenario.id(), each.name(), one.key(), repetition, turn, turns.get(turn - 1)));
                }
                // The yardstick's points stand beside those of every build.
                for (Contender<P> build : builds) {
                    if (each.equals(yardstick) || each.equals(build)) {
                        byBuild.computeIfAbsent(build.name(), name -> new HashMap<>())
                                .put(one.key(), turns);
                    }
                }
            }
        }
        Map<String, Readings> readings = new LinkedHashMap<>();
        byBuild.forEach((build, byKey) -> readings.put(build, Readings.inTurns(byKey)));
        return readings;
    }

    /** The windows of each contender: several, in turn, where a point and its rivals are for that; else one. */
    private Map<Contender<P>, List<Reading>> measure(List<Contender<P>> contenders, P point, Consumer<String> begins)
            throws IOException, InterruptedException {
        Map<Contender<P>, List<Reading>> measured = new HashMap<>();
        Map<Contender<P>, Turns> ready = new LinkedHashMap<>();
        try {
            for (Contender<P> each : contenders) {
                begins.accept(each.name());
                Optional<Turns> turns = contenders.size() > 1 ? each.probe().inTurns(point) : Optional.empty();
                turns.ifPresent(its -> ready.put(each, its));
                measured.put(
                        each,
                        turns.isPresent()
                                ? new ArrayList<>()
                                : List.of(each.probe().measure(point)));
            }
            takeTurns(
                    ready,
                    (each, reading) ->
                            measured.getOrDefault(each, new ArrayList<>()).add(reading));
        } finally {
            ready.values().forEach(Turns::close);
        }
        return measured;
    }

    /** A B B A A B …: what grows or fades meanwhile does so for both. */
    private void takeTurns(Map<Contender<P>, Turns> ready, BiConsumer<Contender<P>, Reading> measured)
            throws IOException, InterruptedException {
        int most = ready.values().stream().mapToInt(Turns::count).max().orElse(0);
        List<Map.Entry<Contender<P>, Turns>> order = new ArrayList<>(ready.entrySet());
        for (int turn = 0; turn < most; turn++) {
            for (Map.Entry<Contender<P>, Turns> each : order) {
                if (turn < each.getValue().count()) {
                    measured.accept(each.getKey(), each.getValue().next());
                }
            }
            Collections.reverse(order);
        }
    }
}
