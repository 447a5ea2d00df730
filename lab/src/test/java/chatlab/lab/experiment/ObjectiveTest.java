package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chatlab.lab.experiment.Objective.Comparison;
import chatlab.lab.experiment.Objective.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
    @ParameterizedTest
    @CsvSource({
        "p50 < 1ms, P50, LESS, 1000000",
        "p90<=250us, P90, AT_MOST, 250000",
        "p99   ==   2s, P99, EQUAL, 2000000000",
        "p99.9 >= 1m, P999, AT_LEAST, 60000000000",
        "max > 0, MAX, MORE, 0",
        "lost == 0, LOST, EQUAL, 0",
        "duplicated < 10, DUPLICATED, LESS, 10",
        "reordered <= 5, REORDERED, AT_MOST, 5",
        "told > 0, TOLD, MORE, 0",
        "unsent < 4294967296, UNSENT, LESS, 4294967296"
    })
    void isReadAsWritten(String text, Figure figure, Comparison comparison, double bound) {
        assertThat(Objective.parse(text)).isEqualTo(new Objective(figure, comparison, bound, text));
    }

    @Test
    void spacesAroundItDoNotCount() {
        assertThat(Objective.parse("  lost == 0 ").text()).isEqualTo("lost == 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "p99 < ",
                "< 100ms",
                "p99 100ms",
                "p99 = 100ms",
                "p99 != 1ms",
                "P99 < 1ms",
                "p98 < 1ms",
                "p99 < 100",
                "p99 < -1ms",
                "p99 < 1ms and lost == 0",
                "lost == 0ms",
                "lost == -1",
                "lost == +1",
                "lost == 0.5",
                "lost == 1e3",
                "lost == 9999999999999999",
                "p99 < 1 ms",
                "p99 < < 1ms"
            })
    void anythingElseIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Objective.parse(text));
    }

    @Test
    void comparisonsHoldOnTheRightSideOfTheBoundAndOnIt() {
        assertThat(held(Comparison.LESS)).containsExactly(true, false, false);
        assertThat(held(Comparison.AT_MOST)).containsExactly(true, true, false);
        assertThat(held(Comparison.EQUAL)).containsExactly(false, true, false);
        assertThat(held(Comparison.AT_LEAST)).containsExactly(false, true, true);
        assertThat(held(Comparison.MORE)).containsExactly(false, false, true);
    }

    private static Boolean[] held(Comparison comparison) {
        return new Boolean[] {comparison.holds(9, 10), comparison.holds(10, 10), comparison.holds(11, 10)};
    }
}
