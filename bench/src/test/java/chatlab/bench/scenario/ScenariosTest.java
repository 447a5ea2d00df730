package chatlab.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Runs;
import chatlab.process.SettingException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
    private static final Reading READING =
            new Reading(Runs.good(), Runs.attempts(1_000, 0, 0), 700, 2.5, List.of(), List.of(), List.of());

    static List<Scenario> all() {
        return Scenarios.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFigureIsMadeOfPointsThatTheScenarioMeasures(Scenario scenario) {
        Readings readings =
                new Readings(scenario.cases().stream().collect(Collectors.toMap(Case::key, one -> READING)));
        for (Figure figure : scenario.figures()) {
            assertThat(figure.value().of(readings)).as(figure.what()).isNotNaN();
            assertThat(figure.reference() == null ? 1 : figure.reference().of(readings))
                    .as("reference of " + figure.what())
                    .isNotNaN();
            assertThat(figure.key() == null ? 1 : readings.messagesPerWrite(figure.key()))
                    .isNotNaN();
            assertThat(figure.referenceKey() == null ? 1 : readings.messagesPerWrite(figure.referenceKey()))
                    .isNotNaN();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPointIsUsedByAFigure(Scenario scenario) {
        for (Case one : scenario.cases()) {
            Readings without = new Readings(scenario.cases().stream()
                    .filter(other -> !other.key().equals(one.key()))
                    .collect(Collectors.toMap(Case::key, other -> READING)));
            assertThat(scenario.figures().stream()
                            .anyMatch(figure -> Double.isNaN(figure.value().of(without))
                                    || (figure.reference() != null
                                            && Double.isNaN(figure.reference().of(without)))))
                    .as(one.key())
                    .isTrue();
        }
    }

    @Test
    void memoryPerConnectionIsTheSlopeAndNotTheIntercept() {
        Value slope = Memory.slopeKiB(List.of(1_000, 5_000, 10_000), "n");
        Map<String, Reading> byKey = Map.of("n1000", rss(41), "n5000", rss(45), "n10000", rss(50));
        assertThat(slope.of(new Readings(byKey))).isEqualTo(1.024);
    }

    @Test
    void voidPointMakesTheValueVoid() {
        Reading spoilt = Reading.of(Runs.good(), 700, 2.5, "the client used 0.99 core");
        assertThat(Value.p99("a").of(new Readings(Map.of("a", spoilt)))).isNaN();
        assertThat(Value.p99("a").of(new Readings(Map.of("a", READING)))).isEqualTo(5);
    }

    @Test
    void scenariosAreFoundByNumberAndName() {
        assertThat(Scenarios.named("p2,rooms, P2").stream().map(Scenario::id)).containsExactly("P2", "P5");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Scenarios.named("P99"))
                .withMessageStartingWith("There is no scenario 'P99'; there are P1 (capacity), P2 (each-message), ");
    }

    private static Reading rss(double mib) {
        return Reading.of(Runs.withRss(mib), Double.NaN, Double.NaN);
    }
}
