package chatlab.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterTest {
    @Test
    void deviationsArePooledByTheirDegreesOfFreedom() {
        Scatter scatter = Scatter.of(List.of(new double[] {1, 3}, new double[] {10, 10, 13}, new double[] {7}));

        // Squares about the means: 2 of one degree, 6 of two.
        assertThat(scatter.degrees()).isEqualTo(3);
        assertThat(scatter.deviation()).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
    }

    @Test
    void theIntervalIsThatOfTheTables() {
        Scatter scatter = new Scatter(16, 4);

        // Student's t for 95% and four degrees of freedom is 2.776.
        assertThat(scatter.halfWidth(new double[] {5, 5, 5}, 1, 0.95, 0))
                .isCloseTo(2.7764 * 2 * Math.sqrt(1.0 / 3 + 1), within(1e-3));
        assertThat(scatter.halfWidth(new double[] {5, 5, 5}, 3, 0.95, 0))
                .isCloseTo(2.7764 * 2 * Math.sqrt(2.0 / 3), within(1e-3));
    }

    @Test
    void aTrialThatScattersMoreThanTheOthersIsJudgedByItsOwnFewDegrees() {
        double[] wild = {1, 3};
        Scatter all = Scatter.of(List.of(wild, new double[] {5, 5.01}, new double[] {6, 6.01}, new double[] {7, 7.01}));

        // For one degree of freedom it is 12.706.
        assertThat(all.halfWidth(wild, 2, 0.95, 0)).isCloseTo(12.706 * Math.sqrt(2), within(1e-2));
    }

    @Test
    void nothingIsToldApartBelowTheLeast() {
        assertThat(new Scatter(0, 4).halfWidth(new double[] {5, 5}, 2, 0.95, 0.001))
                .isCloseTo(0.0027764, within(1e-6));
    }
}
