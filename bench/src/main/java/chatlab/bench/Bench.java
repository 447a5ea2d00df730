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
            String where = scenario.id() + " " + repetition + "/" + repetitions + " ";
            measure(
                    // Who goes first has the odd turn more, and rests while the other one starts.
                    repetition % 2 == 1 ? contenders : contenders.reversed(),
                    one.point(),
                    name -> progress.accept(where + name + " " + one.key()),
                    (each, turn, reading) -> {
                        outcome.add(
                                new Outcome.Measured(scenario.id(), each.name(), one.key(), repetition, turn, reading));
                        // The yardstick's points stand beside those of every build.
                        for (Contender<P> build : builds) {
                            if (each.equals(yardstick) || each.equals(build)) {
                                byBuild.computeIfAbsent(build.name(), name -> new HashMap<>())
                                        .computeIfAbsent(one.key(), key -> new ArrayList<>())
                                        .add(reading);
                            }
                        }
                    });
        }
        Map<String, Readings> readings = new LinkedHashMap<>();
        byBuild.forEach((build, byKey) -> readings.put(build, Readings.inTurns(byKey)));
        return readings;
    }

    /** Takes a contender's window as soon as it is measured; its turn is 0 if there are none. */
    private interface Sink<P> {
        void take(Contender<P> contender, int turn, Reading reading);
    }

    /** Where two builds are compared, all contenders are measured in turns, if the point is for that; else once. */
    private void measure(List<Contender<P>> contenders, P point, Consumer<String> begins, Sink<P> sink)
            throws IOException, InterruptedException {
        Map<Contender<P>, Turns> ready = new LinkedHashMap<>();
        try {
            for (Contender<P> each : contenders) {
                begins.accept(each.name());
                Optional<Turns> turns = builds.size() > 1 ? each.probe().inTurns(point) : Optional.empty();
                if (turns.isPresent()) {
                    ready.put(each, turns.get());
                } else {
                    sink.take(each, 0, each.probe().measure(point));
                }
            }
            if (ready.size() > 1) {
                begins.accept("in turn");
            }
            takeTurns(ready, sink);
        } finally {
            ready.values().forEach(Turns::close);
        }
    }

    /**
     * A B B A A B …: what grows or fades meanwhile does so for both. Whoever has failed is out. Where a turn of both did not see
     * the same machine, there is one more, up to twice as many.
     */
    private static <P> void takeTurns(Map<Contender<P>, Turns> ready, Sink<P> sink)
            throws IOException, InterruptedException {
        int wanted = ready.values().stream().mapToInt(Turns::count).max().orElse(0);
        List<Contender<P>> order = new ArrayList<>(ready.keySet());
        int alike = 0;
        for (int turn = 1; alike < wanted && turn <= 2 * wanted && !order.isEmpty(); turn++) {
            List<Reading> both = new ArrayList<>();
            for (Contender<P> each : List.copyOf(order)) {
                Turns turns = ready.get(each);
                Reading reading = turns == null ? Reading.notMade("it was not ready") : turns.next();
                sink.take(each, turn, reading);
                both.add(reading);
                if (reading.isFailed() || turns == null || turns.count() < 2) {
                    order.remove(each);
                }
            }
            Collections.reverse(order);
            alike += both.getFirst().speeds().agreeWith(both.getLast().speeds()) ? 1 : 0;
        }
    }
}
