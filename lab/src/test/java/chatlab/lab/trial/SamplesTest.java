package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final long S = 1_000_000_000L;

    private final Samples samples = new Samples();

    @Test
    void aCounterGrowsEvenlyBetweenScrapes() {
        scrape(10, "c 100");
        scrape(12, "c 200");
        scrape(14, "c 240");

        assertThat(growth("c", 11, 13)).isCloseTo(220 - 150, within(1e-9));
        assertThat(growth("c", 10.5, 11.5)).isCloseTo(50, within(1e-9));
    }

    @Test
    void aWindowThatBeginsAndEndsAtScrapesIsReadExactly() {
        scrape(10, "c 100");
        scrape(11, "c 130");
        scrape(12, "c 170");

        assertThat(growth("c", 10, 12)).isEqualTo(70);
        assertThat(growth("c", 11, 11)).isZero();
    }

    @Test
    void beyondTheScrapesACounterStandsStill() {
        scrape(10, "c 100");
        scrape(11, "c 130");

        assertThat(growth("c", 5, 20)).isEqualTo(30);
        assertThat(growth("c", 1, 2)).isZero();
    }

    @Test
    void aCounterThatIsNotThereHasNoGrowth() {
        scrape(10, "c 100");
        scrape(11, "c 130");

        assertThat(samples.growth("other", 10 * S, 11 * S)).isEmpty();
        assertThat(new Samples().growth("c", 10 * S, 11 * S)).isEmpty();
    }

    @Test
    void aScrapeWithoutItsTimeIsLeftOut() {
        samples.add(MetricsPage.parse("c 1\n"));

        assertThat(samples.last()).isNull();
    }

    @Test
    void theGreatestValueIsTakenInsideTheWindowOnly() {
        scrape(10, "m 900");
        scrape(11, "m 100");
        scrape(12, "m 300");
        scrape(13, "m NaN");
        scrape(14, "m 900");

        assertThat(samples.max("m", 11 * S, 13 * S)).hasValue(300);
        assertThat(samples.max("m", 10 * S, 14 * S)).hasValue(900);
        assertThat(samples.max("m", 20 * S, 30 * S)).isEmpty();
        assertThat(samples.max("other", 10 * S, 14 * S)).isEmpty();
    }

    @Test
    void theLongestGapIsOneThatTouchesTheWindow() {
        scrape(1, "");
        scrape(9, "");
        scrape(10, "");
        scrape(11, "");
        scrape(14, "");
        scrape(15, "");
        scrape(30, "");

        assertThat(gap(10.5, 14.5)).isCloseTo(3, within(1e-9));
        assertThat(gap(11.5, 12.5)).as("inside one gap").isCloseTo(3, within(1e-9));
        assertThat(gap(14.5, 15.5)).as("reaching into the gap behind").isCloseTo(15, within(1e-9));
        assertThat(gap(8, 9.5)).as("reaching into the gap before").isCloseTo(8, within(1e-9));
    }

    @Test
    void aWindowThatIsNotCoveredHasAnEndlessGap() {
        scrape(10, "");
        scrape(11, "");

        assertThat(gap(9, 10.5)).isInfinite();
        assertThat(gap(10.5, 12)).isInfinite();
        assertThat(gap(12, 13)).isInfinite();
        assertThat(new Samples().longestGapSeconds(0, S)).isInfinite();
    }

    @Test
    void theSeriesHasARowPerScrapeAndAnEmptyFieldForWhatWasNotThere() {
        scrape(10, "a 1\nb 2");
        scrape(11.5, "b NaN\na 3");

        assertThat(samples.csv(List.of("a", "b", "c")))
                .isEqualTo("monotonic_seconds,a,b,c\n10.0,1.0,2.0,\n11.5,3.0,,\n");
    }

    private double growth(String name, double from, double to) {
        return samples.growth(name, (long) (from * S), (long) (to * S)).orElseThrow();
    }

    private double gap(double from, double to) {
        return samples.longestGapSeconds((long) (from * S), (long) (to * S));
    }

    private void scrape(double seconds, String text) {
        samples.add(MetricsPage.parse(
                String.format(Locale.ROOT, "chatlab_process_monotonic_seconds %s%n%s%n", seconds, text)));
    }
}
