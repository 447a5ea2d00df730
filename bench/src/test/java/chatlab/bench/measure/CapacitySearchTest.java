package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacitySearchTest {
    private static final CapacitySearch SEARCH = new CapacitySearch(1, 1e6);

    private final List<Double> tried = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(doubles = {2.5, 93, 999.9, 1000, 1000.1, 53_000, 500_000})
    void findsTheThresholdToSixPercentFromBelow(double threshold) throws Exception {
        double found = SEARCH.from(1_000, passingUpTo(threshold));
        assertThat(found).isLessThanOrEqualTo(threshold).isGreaterThan(threshold / 1.0601);
        assertThat(tried).doesNotHaveDuplicates();
    }

    @Test
    void searchNearTheThresholdTakesFewTrials() throws Exception {
        for (double threshold : List.of(950.0, 1_000.0, 1_050.0, 1_090.0)) {
            tried.clear();
            double found = SEARCH.near(1_000, passingUpTo(threshold));
            assertThat(found).isLessThanOrEqualTo(threshold).isGreaterThan(threshold / 1.0601);
            assertThat(tried).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void searchNearSomethingFarAwayStillEnds() throws Exception {
        assertThat(SEARCH.near(10, passingUpTo(50_000))).isBetween(50_000 / 1.0601, 50_000.0);
        assertThat(tried).hasSizeLessThan(25);
    }

    @Test
    void capacityIsZeroWhereNothingPasses() throws Exception {
        assertThat(SEARCH.from(100, passingUpTo(0))).isZero();
        assertThat(tried).allMatch(rate -> rate >= 1);
    }

    @Test
    void searchEndsAtTheHighestRate() throws Exception {
        assertThat(SEARCH.from(100, passingUpTo(1e9))).isBetween(5e5, 1e6);
        assertThat(tried).allMatch(rate -> rate <= 1e6);
    }

    private CapacitySearch.Trial passingUpTo(double threshold) {
        return rate -> {
            tried.add(rate);
            return rate <= threshold;
        };
    }
}
