package chatlab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.bench.measure.Point;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Runs;
import chatlab.bench.measure.Turns;
import chatlab.bench.report.Outcome;
import chatlab.bench.scenario.Choice;
import chatlab.bench.scenario.Scenario;
import chatlab.bench.scenario.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        bench(1, contender("A", 3, 2, Reading.failed("it ended")), contender("B", 3))
                .run(SCENARIO, outcome);
        assertThat(String.join(" ", asked)).isEqualTo("+Y Y1 Y2 Y3 -Y +A +B A1 B1 B2 A2 B3 -A -B");
        assertThat(outcome.failures()).containsExactly("P2 A 100, repetition 1, turn 2: it ended");
    }

    @Test
    void whatWasMeasuredBeforeAStopIsKeptAndAllEnd() {
        Contender<Point> stopped = contender("B", 3, 2, null);
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
        return contender(name, turns, 0, null);
    }

    /** Without turns if there are to be 0; in the special one it gives a reading of its own, or the user stops. */
    private Contender<Point> contender(String name, int turns, int special, @Nullable Reading reading) {
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
                    public Reading next() throws IOException, InterruptedException {
                        turn++;
                        asked.add(name + turn);
                        if (turn != special) {
                            return good();
                        }
                        if (reading == null) {
                            throw new InterruptedException("stopped by the user");
                        }
                        return reading;
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
        return Reading.of(Runs.good(), Double.NaN, 1);
    }
}
