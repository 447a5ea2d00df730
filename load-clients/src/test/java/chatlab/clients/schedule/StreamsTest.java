package chatlab.clients.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {
    private static final Span SPAN = new Span(0, Duration.ofSeconds(10).toNanos());

    private record Firing(long ns, int participant) {}

    private static List<Firing> firings(Streams streams, int loops) {
        List<Firing> all = new ArrayList<>();
        for (Schedule schedule : streams.schedules(SPAN, loops, participant -> participant % loops, 1)) {
            long last = 0;
            while (schedule.nextNs() != Schedule.OVER) {
                assertThat(schedule.nextNs()).isGreaterThanOrEqualTo(last);
                last = schedule.nextNs();
                all.add(new Firing(last, schedule.take()));
            }
        }
        return all;
    }

    /** Of ten talkers four talk in bursts of five; with a thousand messages each of them has a hundred to say. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoTalksInBurstsSaysAsMuchAsTheOthers(int loops) {
        List<Firing> firings = firings(Streams.of(new Arrivals.Constant(), 100, 10, 4, 5), loops);
        Map<Integer, Long> counts = firings.stream()
                .collect(Collectors.groupingBy(Firing::participant, TreeMap::new, Collectors.counting()));
        assertThat(counts.keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        counts.forEach((participant, count) -> {
            assertThat(count).isBetween(95L, 105L);
            Map<Long, Long> together = firings.stream()
                    .filter(firing -> firing.participant == participant)
                    .collect(Collectors.groupingBy(Firing::ns, Collectors.counting()));
            assertThat(together.values()).containsOnly(participant < 6 ? 1L : 5L);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void groupsKeepTheirOwnRates(int loops) {
        Streams streams = Streams.of(new Arrivals.Constant(), 100, 10, 0, 2)
                .and(new Streams.Group(new Arrivals.Constant(), 20, 5, 7, 1))
                .and(new Streams.Group(new Arrivals.Constant(), 25, 0, 7, 1));
        List<Firing> firings = firings(streams, loops);
        assertThat(firings.stream().filter(firing -> firing.participant < 10)).hasSizeBetween(999, 1001);
        assertThat(firings.stream().filter(firing -> firing.participant >= 20)).hasSizeBetween(69, 71);
        assertThat(firings).noneMatch(firing -> firing.participant >= 10 && firing.participant < 20);
    }
}
