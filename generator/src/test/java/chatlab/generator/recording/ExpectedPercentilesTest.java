package chatlab.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ExpectedPercentilesTest {
    private static Histogram oneTo(int count) {
        Histogram histogram = new Histogram(HistogramLog.HIGHEST_NS, HistogramLog.DIGITS);
        for (int i = 1; i <= count; i++) {
            histogram.recordValue(i);
        }
        return histogram;
    }

    @Test
    void whatIsMissingStandsAtTheEnd() {
        ExpectedPercentiles percentiles = new ExpectedPercentiles(oneTo(950), 1000);
        assertThat(percentiles.missing()).isEqualTo(50);
        assertThat(percentiles.at(50)).isEqualTo(500);
        assertThat(percentiles.at(95)).isEqualTo(950);
        assertThat(percentiles.at(95.1)).isNull();
        assertThat(percentiles.max()).isNull();
    }

    @Test
    void withNothingMissingTheyAreTheHistograms() {
        ExpectedPercentiles percentiles = new ExpectedPercentiles(oneTo(1000), 1000);
        for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
            assertThat(percentiles.at(percent)).isEqualTo(oneTo(1000).getValueAtPercentile(percent));
        }
        assertThat(percentiles.max()).isEqualTo(1000);
    }

    @Test
    void nothingExpectedHasNoPercentiles() {
        assertThat(new ExpectedPercentiles(oneTo(0), 0).at(50)).isNull();
        assertThat(new ExpectedPercentiles(oneTo(0), 10).at(50)).isNull();
    }
}
