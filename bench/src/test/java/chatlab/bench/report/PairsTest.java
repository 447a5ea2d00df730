package chatlab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Runs;
import chatlab.bench.measure.Speeds;
import chatlab.bench.scenario.Figure;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairsTest {
    private static final Figure CAPACITY = Scenarios.all().getFirst().figures().getFirst();
    private static final Figure P99 = Scenarios.all().get(1).figures().getLast();

    /** From tables of the binomial distribution with p = 1/2. */
    @ParameterizedTest
    @CsvSource({"0, -1", "5, -1", "6, 0", "8, 0", "9, 1", "11, 1", "12, 2", "25, 7", "100, 39"})
    void theIntervalLeavesOutAsManyAsItMay(int n, int outside) {
        assertThat(Pairs.outside(n)).isEqualTo(outside);
    }

    private static List<Readings> capacities(double... perS) {
        return DoubleStream.of(perS)
                .mapToObj(one -> new Readings(Map.of("1000", Reading.of(Runs.of(0.5, 0.5, 9.0), one, 1))))
                .toList();
    }

    private static List<Readings> latencies(double... ms) {
        return DoubleStream.of(ms)
                .mapToObj(one -> new Readings(Map.of("100", latency(one))))
                .toList();
    }

    @Test
    void lessCapacityIsAsBadAsMoreLatency() {
        assertThat(Pairs.of("P1", CAPACITY, capacities(50_000), capacities(100_000))
                        .median())
                .isEqualTo(2);
        assertThat(Pairs.of("P2", P99, latencies(10), latencies(5)).median()).isEqualTo(2);
    }

    /** A difference of two measurements may be 0 or less, and what did not happen is written as -1. */
    @Test
    void whatIsNotAboveZeroIsNoPair() {
        assertThat(Pairs.of("P2", P99, latencies(5, -1, 0), latencies(-1, 5, 5)).count())
                .isZero();
    }

    @Test
    void pairsAreMadeWithinARepetitionAndThoseWithAHoleAreLeftOut() {
        List<Readings> build = latencies(1, 2, 3, 4, 5, 6, 7);
        List<Readings> baseline = latencies(1, 1, 1, 1, 1, 1, 1);
        Pairs all = Pairs.of("P2", P99, build, baseline);
        assertThat(all).isEqualTo(new Pairs("P2", P99.what(), 4, 1, 7, 7));
        List<Readings> holed = new ArrayList<>(baseline);
        holed.set(0, new Readings(Map.of()));
        holed.set(1, new Readings(Map.of()));
        Pairs few = Pairs.of("P2", P99, build, holed);
        assertThat(few.count()).isEqualTo(5);
        assertThat(few.least()).isNaN();
        assertThat(Pairs.lines(List.of(all, few)))
                .containsExactly(
                        "P2   100/s: p99  4.00 (1.00 to 7.00; 7 pairs)",
                        "P2   100/s: p99  5.00 (too few for an interval; 5 pairs)");
    }

    @Test
    void repetitionsRatioIsThatOfTheMeansOfItsWindows() {
        assertThat(Pairs.of("P2", P99, List.of(turns(10, 30, 20)), List.of(turns(10, 10, 20))))
                .isEqualTo(new Pairs("P2", P99.what(), 1.5, Double.NaN, Double.NaN, 1));
    }

    /** The machine is ten times as slow in the window that is void for one of them. */
    @Test
    void windowThatIsVoidTakesItsNeighbourWithIt() {
        Readings build =
                Readings.inTurns(Map.of("100", List.of(latency(12), Reading.notMade("disturbed"), latency(12))));
        assertThat(Pairs.of("P2", P99, List.of(build), List.of(turns(10, 100, 10)))
                        .median())
                .isEqualTo(1.2);
    }

    /** In the second window the server's core was a fifth slower for the baseline, in the third the client's for the build. */
    @Test
    void windowsThatDidNotSeeTheSameMachineAreNoPair() {
        Readings build = Readings.inTurns(
                Map.of("100", List.of(at(11, 50, 50), at(10, 50, 50), at(30, 50, 60), at(11, 52, 50))));
        Readings baseline = Readings.inTurns(
                Map.of("100", List.of(at(10, 50, 50), at(30, 60, 50), at(10, 50, 50), at(10, 50, 51))));
        assertThat(Pairs.of("P2", P99, List.of(build), List.of(baseline)).median())
                .isEqualTo(1.1);
    }

    private static Reading at(double ms, double serverUs, double clientUs) {
        Reading reading = latency(ms);
        return new Reading(
                reading.run(), Double.NaN, 1, List.of(), List.of(), List.of(), new Speeds(serverUs, clientUs));
    }

    @Test
    void repetitionWithFewerThanAThirdOfItsWindowsIsNoPair() {
        Reading none = Reading.notMade("disturbed");
        Readings third = Readings.inTurns(Map.of("100", List.of(latency(12), none, none)));
        assertThat(Pairs.of("P2", P99, List.of(third), List.of(turns(10, 10, 10)))
                        .median())
                .isEqualTo(1.2);
        assertThat(P99.value().of(third)).as("half for a figure").isNaN();
        Readings fewer = Readings.inTurns(Map.of("100", List.of(latency(12), none, none, none)));
        assertThat(Pairs.of("P2", P99, List.of(fewer), List.of(turns(10, 10, 10, 10)))
                        .count())
                .isZero();
        Readings ended = Readings.inTurns(Map.of("100", List.of(latency(12))));
        assertThat(Pairs.of("P2", P99, List.of(ended), List.of(turns(10, 10, 10, 10)))
                        .count())
                .as("one that ended after its first window")
                .isZero();
    }

    @Test
    void whatDoesNotComeInOneWindowIsInTheFigure() {
        assertThat(P99.value().of(turns(1, 1, 301))).isEqualTo(101);
        Readings never = Readings.inTurns(Map.of(
                "100", List.of(latency(1), Reading.of(Runs.of(0.5, 0.5, null), Double.NaN, 1))));
        assertThat(P99.value().of(never)).isInfinite();
    }

    private static Readings turns(double... ms) {
        return Readings.inTurns(
                Map.of("100", DoubleStream.of(ms).mapToObj(PairsTest::latency).toList()));
    }

    private static Reading latency(double ms) {
        return Reading.of(Runs.of(0.5, 0.5, ms), Double.NaN, 1);
    }
}
