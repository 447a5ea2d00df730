package chatlab.clients.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
    private static final long SECOND = 1_000_000_000L;

    /** A second before the window and ten in it. */
    private static final Span SPAN = new Span(SECOND, 11 * SECOND);

    private record Firing(long ns, int participant) {}

    /** What all loops fire together, in order. */
    private static List<Firing> firings(String arrivals, double rate, int participants, int loops, long seed) {
        List<Firing> all = new ArrayList<>();
        Participants who = new Participants(participants, loops, participant -> participant % loops);
        List<Schedule> parts = Arrivals.parse(arrivals).schedules(rate, SPAN, who, seed);
        for (int loop = 0; loop < loops; loop++) {
            Schedule part = parts.get(loop);
            long lastNs = 0;
            while (part.nextNs() != Schedule.OVER) {
                long ns = part.nextNs();
                int participant = part.take();
                assertThat(ns).isGreaterThanOrEqualTo(lastNs).isLessThan(SPAN.endNs());
                assertThat(participant % loops).isEqualTo(loop);
                all.add(new Firing(ns, participant));
                lastNs = ns;
            }
        }
        all.sort(Comparator.comparingLong(Firing::ns).thenComparingInt(Firing::participant));
        return all;
    }

    /** As long as it would take to draw all that others fire in an hour at a million a second, and to leave it out. */
    @Test
    @Timeout(20)
    void aLoopWithoutParticipantsHasNothingToDrawAtRandom() {
        Participants who = new Participants(1, 2, participant -> 0);
        List<Schedule> parts = new Arrivals.Poisson().schedules(1e6, new Span(0, 3600 * SECOND), who, 1);
        assertThat(parts.get(0).nextNs()).isLessThan(SECOND);
        assertThat(parts.get(1).nextNs()).isEqualTo(Schedule.OVER);
    }

    private static long between(List<Firing> firings, double fromSeconds, double toSeconds) {
        return firings.stream()
                .filter(firing -> firing.ns >= fromSeconds * SECOND && firing.ns < toSeconds * SECOND)
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"constant", "poisson", "ramp:0%", "ramp:25%", "ramp:100%", "steps:2", "steps:7", "burst:305ms"})
    void theLoopsTogetherFireWhatOneWould(String arrivals) {
        assertThat(firings(arrivals, 1000, 10, 3, 42))
                .isEqualTo(firings(arrivals, 1000, 10, 1, 42))
                .isNotEqualTo(firings(arrivals, 1000, 10, 1, 43));
    }

    @ParameterizedTest
    @CsvSource({
        "constant, 10000",
        "poisson, 10000",
        "ramp:0%, 5000",
        "ramp:20%, 6000",
        "ramp:100%, 10000",
        "steps:2, 7500",
        "steps:4, 6250",
        "burst:1s, 10000",
        "burst:2.5s, 10000"
    })
    void asManyAreDueInTheWindowAsExpected(String arrivals, double expected) {
        assertThat(Arrivals.parse(arrivals).expectedInWindow(1000, SPAN)).isCloseTo(expected, within(1e-6));
        // four standard deviations of a Poisson count, one firing of all others
        double tolerance = arrivals.equals("poisson") ? 400 : 1;
        assertThat((double) between(firings(arrivals, 1000, 8, 2, 5), 1, 11)).isCloseTo(expected, within(tolerance));
    }

    @Test
    void aRampGoesUpEvenlyFromItsShare() {
        List<Firing> ramp = firings("ramp:20%", 1000, 8, 1, 1);
        assertThat(between(ramp, 0, 1)).isBetween(199L, 201L);
        for (int second = 0; second < 10; second++) { // 200/s + 80/s², on average over the second
            assertThat(between(ramp, second + 1, second + 2))
                    .isBetween(200 + 80 * second + 40 - 1L, 200 + 80 * second + 40 + 1L);
        }
    }

    @Test
    void stepsAreEquallyHighAndLong() {
        List<Firing> steps = firings("steps:5", 1000, 8, 1, 1);
        assertThat(between(steps, 0, 1)).isBetween(199L, 201L);
        for (int step = 1; step <= 5; step++) {
            assertThat(between(steps, 2 * step - 1, 2 * step + 1)).isBetween(400L * step - 1, 400L * step + 1);
        }
    }

    @Test
    void aBurstIsAllOfAPeriodAtOnce() {
        List<Firing> bursts = firings("burst:500ms", 1000, 8, 2, 1);
        assertThat(bursts.stream().map(Firing::ns).distinct())
                .containsExactlyElementsOf(
                        IntStream.range(0, 22).mapToObj(i -> i * SECOND / 2).toList());
        assertThat(bursts.stream().collect(Collectors.groupingBy(Firing::ns, Collectors.counting())))
                .allSatisfy((ns, count) -> assertThat(count).isBetween(499L, 501L));
    }

    /** Kolmogorov and Smirnov's distance of the gaps from an exponential distribution, at a significance of 0.1%. */
    @Test
    void thePoissonProcessHasExponentialGaps() {
        List<Firing> poisson = firings("poisson", 1000, 8, 1, 3);
        double[] gaps = IntStream.range(1, poisson.size())
                .mapToDouble(i -> (poisson.get(i).ns - poisson.get(i - 1).ns) / 1e6)
                .sorted()
                .toArray();
        double distance = IntStream.range(0, gaps.length)
                .mapToDouble(i -> Math.max(
                        Math.abs(1 - Math.exp(-gaps[i]) - (double) i / gaps.length),
                        Math.abs(1 - Math.exp(-gaps[i]) - (double) (i + 1) / gaps.length)))
                .max()
                .orElseThrow();
        assertThat(distance).isLessThan(1.95 / Math.sqrt(gaps.length));
    }

    @Test
    void everyParticipantOfAPoissonProcessIsOneOfItsShare() {
        List<Firing> poisson = firings("poisson", 1000, 8, 1, 3);
        for (int participant = 0; participant < 8; participant++) {
            int mine = participant;
            double[] counts = IntStream.range(0, 110) // in tenths of a second
                    .mapToDouble(tenth -> between(
                            poisson.stream()
                                    .filter(firing -> firing.participant == mine)
                                    .toList(),
                            tenth / 10.0,
                            (tenth + 1) / 10.0))
                    .toArray();
            double mean = java.util.Arrays.stream(counts).average().orElseThrow();
            double variance = java.util.Arrays.stream(counts)
                            .map(count -> (count - mean) * (count - mean))
                            .sum()
                    / (counts.length - 1);
            assertThat(mean).isBetween(11.0, 14.0);
            assertThat(variance / mean)
                    .as("1 for a Poisson process, 0 for an even one")
                    .isBetween(0.5, 1.6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "poisson", "ramp:10%", "steps:3", "burst:1s"})
    void nothingIsFiredWithoutRateOrParticipants(String arrivals) {
        assertThat(firings(arrivals, 0, 3, 2, 1)).isEmpty();
        assertThat(firings(arrivals, 9, 0, 2, 1)).isEmpty();
        assertThat(Arrivals.parse(arrivals).expectedInWindow(0, SPAN)).isZero();
    }
}
