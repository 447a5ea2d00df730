package chatlab.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.bench.measure.Point;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Run;
import chatlab.bench.measure.Runs;
import chatlab.process.SettingException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
    private static final Reading LOAD = reading(Runs.good());
    private static final Reading ATTEMPTS = reading(Runs.attempts(1_000, 0, 0));
    private static final Reading GENERATOR = reading(Runs.generator());

    static Stream<Scenario<?>> all() {
        return Stream.concat(Scenarios.all().stream(), GeneratorScenarios.all().stream());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFigureIsMadeOfPointsThatTheScenarioMeasures(Scenario<?> scenario) {
        Readings readings = readings(scenario, one -> true);
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
    void everyPointIsUsedByAFigure(Scenario<?> scenario) {
        for (Case<?> one : scenario.cases()) {
            Readings without = readings(scenario, other -> !other.key().equals(one.key()));
            assertThat(scenario.figures().stream()
                            .anyMatch(figure -> Double.isNaN(figure.value().of(without))
                                    || (figure.reference() != null
                                            && Double.isNaN(figure.reference().of(without)))))
                    .as(one.key())
                    .isTrue();
        }
    }

    private static Readings readings(Scenario<?> scenario, Predicate<Case<?>> wanted) {
        return new Readings(scenario.cases().stream()
                .filter(wanted)
                .collect(Collectors.toMap(Case::key, ScenariosTest::readingOf)));
    }

    private static Reading readingOf(Case<?> one) {
        return switch (one.point()) {
            case Point point when point.kind().name().startsWith("ATTEMPTS") -> ATTEMPTS;
            case Point point -> LOAD;
            default -> GENERATOR;
        };
    }

    private static Reading reading(Run run) {
        return new Reading(run, 700, 2.5, List.of(), List.of(), List.of());
    }

    @Test
    void memoryPerConnectionIsTheSlopeAndNotTheIntercept() {
        Value slope = Memory.slopeKiB(List.of(1_000, 5_000, 10_000), count -> Value.rssMiB("n" + count));
        Map<String, Reading> byKey = Map.of("n1000", rss(41), "n5000", rss(45), "n10000", rss(50));
        assertThat(slope.of(new Readings(byKey))).isEqualTo(1.024);
    }

    @Test
    void voidPointMakesTheValueVoid() {
        Reading spoilt = Reading.of(Runs.good(), 700, 2.5, "the client used 0.99 core");
        assertThat(Value.p99("a").of(new Readings(Map.of("a", spoilt)))).isNaN();
        assertThat(Value.p99("a").of(new Readings(Map.of("a", LOAD)))).isEqualTo(5);
    }

    @Test
    void scenariosAreFoundByNumberAndName() {
        assertThat(Choice.of(Scenarios.all(), "p2,rooms, P2").stream().map(Scenario::id))
                .containsExactly("P2", "P5");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Choice.of(Scenarios.all(), "P99"))
                .withMessageStartingWith("There is no scenario 'P99'; there are P1 (capacity), P2 (each-message), ");
    }

    private static Reading rss(double mib) {
        return Reading.of(Runs.withRss(mib), Double.NaN, Double.NaN);
    }
}
