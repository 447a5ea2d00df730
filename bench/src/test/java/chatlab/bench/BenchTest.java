package chatlab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.bench.measure.Point;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Runs;
import chatlab.bench.measure.Speeds;
import chatlab.bench.measure.Turns;
import chatlab.bench.report.Outcome;
import chatlab.bench.scenario.Choice;
import chatlab.bench.scenario.Scenario;
import chatlab.bench.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** P2, one case of the yardstick and one of the builds, with contenders that only say what is asked of them. */
class BenchTest {
    private static final Scenario<Point> SCENARIO =
            Choice.of(Scenarios.all(), "P2").getFirst();

    private final List<String> asked = new ArrayList<>();
    private final Outcome outcome = new Outcome();

    @Test
    void oneBuildIsMeasuredOnce() throws Exception {
        bench(2, contender("A", 3)).run(SCENARIO, outcome);
        assertThat(asked).containsExactly("Y", "A", "Y", "A");
        assertThat(outcome.points()).extracting(Outcome.Measured::turn).containsOnly(0);
    }

    @Test
    void twoBuildsTakeTurnsAndEveryOtherRepetitionTheSecondIsTheFirst() throws Exception {
        bench(2, contender("A", 3), contender("B", 3)).run(SCENARIO, outcome);
        assertThat(String.join(" ", asked))
                .isEqualTo("+Y Y1 Y2 Y3 -Y +A +B A1 B1 B2 A2 A3 B3 -A -B"
                        + " +Y Y1 Y2 Y3 -Y +B +A B1 A1 A2 B2 B3 A3 -B -A");
        assertThat(outcome.pairs()).extracting(pairs -> pairs.count()).containsOnly(2);
    }

    @Test
    void buildsWhosePointIsNotForThatAreMeasuredOneAfterTheOther() throws Exception {
        bench(1, contender("A", 0), contender("B", 0)).run(SCENARIO, outcome);
        assertThat(String.join(" ", asked)).isEqualTo("+Y Y1 Y2 Y3 -Y A B");
    }

    @Test
    void whoHasFailedIsOutAndTheOtherGoesOn() throws Exception {
        bench(1, contender("A", 3, turn -> turn == 2 ? Reading.failed("it ended") : good()), contender("B", 3))
                .run(SCENARIO, outcome);
        assertThat(String.join(" ", asked)).isEqualTo("+Y Y1 Y2 Y3 -Y +A +B A1 B1 B2 A2 B3 -A -B");
        assertThat(outcome.failures()).containsExactly("P2 A 100, repetition 1, turn 2: it ended");
    }

    /** B's second and fourth windows see a slower core than A's. */
    @Test
    void turnsThatDidNotSeeTheSameMachineAreMadeUpFor() throws Exception {
        bench(1, contender("A", 3), contender("B", 3, turn -> turn == 2 || turn == 4 ? slow() : good()))
                .run(SCENARIO, outcome);
        assertThat(String.join(" ", asked)).isEqualTo("+Y Y1 Y2 Y3 -Y +A +B A1 B1 B2 A2 A3 B3 B4 A4 A5 B5 -A -B");
    }

    @Test
    void turnsThatNeverSeeTheSameMachineComeToAnEnd() throws Exception {
        bench(1, contender("A", 2), contender("B", 2, turn -> slow())).run(SCENARIO, outcome);
        assertThat(String.join(" ", asked)).isEqualTo("+Y Y1 Y2 Y3 -Y +A +B A1 B1 B2 A2 A3 B3 B4 A4 -A -B");
        assertThat(outcome.pairs()).extracting(pairs -> pairs.count()).containsOnly(0);
    }

    @Test
    void whatWasMeasuredBeforeAStopIsKeptAndAllEnd() {
        Contender<Point> stopped = contender("B", 3, turn -> {
            if (turn == 2) {
                throw new InterruptedException("stopped by the user");
            }
            return good();
        });
        assertThatThrownBy(() -> bench(1, contender("A", 3), stopped).run(SCENARIO, outcome))
                .isInstanceOf(InterruptedException.class);
        assertThat(String.join(" ", asked)).isEqualTo("+Y Y1 Y2 Y3 -Y +A +B A1 B1 B2 -A -B");
        assertThat(outcome.points()).hasSize(5);
    }

    @SafeVarargs
    private Bench<Point> bench(int repetitions, Contender<Point>... builds) {
        return new Bench<>(contender("Y", 3), List.of(builds), true, repetitions, line -> {});
    }

    private Contender<Point> contender(String name, int turns) {
        return contender(name, turns, turn -> good());
    }

    /** What it measures in each turn. */
    private interface Window {
        Reading in(int turn) throws InterruptedException;
    }

    /** Without turns if there are to be 0. */
    private Contender<Point> contender(String name, int turns, Window window) {
        return new Contender<>(name, new Contender.Probe<>() {
            @Override
            public Reading measure(Point point) {
                asked.add(name);
                return good();
            }

            @Override
            public Optional<Turns> inTurns(Point point) {
                if (turns == 0) {
                    return Optional.empty();
                }
                asked.add("+" + name);
                return Optional.of(new Turns() {
                    private int turn;

                    @Override
                    public int count() {
                        return turns;
                    }

                    @Override
                    public Reading next() throws InterruptedException {
                        turn++;
                        asked.add(name + turn);
                        return window.in(turn);
                    }

                    @Override
                    public void close() {
                        asked.add("-" + name);
                    }
                });
            }
        });
    }

    private static Reading good() {
        return at(new Speeds(50, 50));
    }

    private static Reading slow() {
        return at(new Speeds(60, 50));
    }

    private static Reading at(Speeds speeds) {
        return new Reading(Runs.good(), Double.NaN, 1, List.of(), List.of(), List.of(), speeds);
    }
}
