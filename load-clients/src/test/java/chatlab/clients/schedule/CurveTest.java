package chatlab.clients.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
    private static final long SECOND = 1_000_000_000L;

    /** Nothing for a second, then up from nothing to 100/s in ten, 100/s for one, down to nothing in two. */
    private static final Curve HILL =
            Curve.beginning(1e9, 0, 0).then(10e9, 0, 100).then(1e9, 100, 100).then(2e9, 100, 0);

    @Test
    void asManyAreDueAsTheAreaBelowTheRate() {
        assertThat(HILL.dueBefore(SECOND)).isZero();
        assertThat(HILL.dueBefore(2 * SECOND)).isCloseTo(5, within(1e-9)); // half of a second at 10/s
        assertThat(HILL.dueBefore(11 * SECOND)).isCloseTo(500, within(1e-9));
        assertThat(HILL.dueBefore(12 * SECOND)).isCloseTo(600, within(1e-9));
        assertThat(HILL.dueBefore(13 * SECOND)).isCloseTo(675, within(1e-9));
        assertThat(HILL.dueBefore(14 * SECOND)).isCloseTo(700, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 4.9, 5, 499.999, 500, 550.5, 600, 675, 699.99, 700})
    void whenSoManyAreDueSoManyAreDueBeforeThat(double firings) {
        double ns = HILL.dueNs(firings);
        assertThat(ns).isBetween(1e9, 14e9);
        assertThat(HILL.dueBefore((long) ns)).isCloseTo(firings, within(1e-6));
    }

    @Test
    void whereNothingIsDueNothingFires() {
        assertThat(HILL.dueNs(0)).isEqualTo(1e9);
        assertThat(Curve.beginning(0, 7, 7).then(1e9, 10, 10).dueNs(0)).isZero();
    }
}
