package chatlab.gatling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.gatling.observe.Deliveries.Account;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final int RUN = 7;
    private static final int TALKERS = 2;

    /** Ten messages, five of each, are due before the window. */
    private static final int FIRST_MEASURED = 5;

    /** Measured is what is due from one second after the beginning on. */
    private final Course course =
            new Course(TALKERS, TALKERS, 10, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ZERO, 1, false);

    private final Deliveries deliveries = new Deliveries(RUN, course, TALKERS, 30, sender -> sender == 0 ? 2 : 5);

    @BeforeEach
    void begin() {
        course.hasJoined();
        course.hasJoined();
    }

    private static String message(String stamp) {
        return "{\"clientId\":\"ä\",\"Message\":\"" + stamp + "…\",\"room\":\"room-1\"}";
    }

    private long inWindowNs() {
        return course.window().fromNs();
    }

    @Test
    void latencyCountsFromWhenAMessageWasDue() {
        long lateNs = 5_000_000;
        long dueNs = inWindowNs();
        assertThat(deliveries.apply(message(deliveries.stamp(0, FIRST_MEASURED, dueNs))))
                .isNull();
        Histogram latency = deliveries.latency().getIntervalHistogram();
        assertThat(latency.getTotalCount()).isEqualTo(1);
        for (int sequence = 0; sequence <= FIRST_MEASURED; sequence++) {
            deliveries.sent(0, sequence < FIRST_MEASURED ? 0 : lateNs);
        }
        Histogram lag = deliveries.sendLag().getIntervalHistogram();
        assertThat(lag.getTotalCount()).isEqualTo(1);
        assertThat(lag.getMaxValue()).isBetween(lateNs, lateNs + 10_000);
    }

    @Test
    void whatIsDueBeforeTheWindowCountsButIsNotMeasured() {
        deliveries.sent(0, 0);
        deliveries.apply(message(deliveries.stamp(0, 0, inWindowNs() - 1)));
        assertThat(deliveries.received()).isEqualTo(1);
        assertThat(deliveries.sent()).isEqualTo(1);
        assertThat(deliveries.sentInWindow()).isZero();
        assertThat(deliveries.latency().getIntervalHistogram().getTotalCount()).isZero();
    }

    /** Gatling's whole milliseconds move a message beyond the edge, or, at the beginning, into it; that makes none more or less. */
    @Test
    void whatIsMeasuredIsTheSchedulesAlsoIfItBecameDueLater() {
        long toNs = course.window().toNs();
        int last = 14;
        deliveries.apply(message(deliveries.stamp(0, last, toNs + 900_000)));
        deliveries.apply(message(deliveries.stamp(1, FIRST_MEASURED - 1, inWindowNs() + 900_000)));
        assertThat(deliveries.latency().getIntervalHistogram().getTotalCount()).isEqualTo(1);
        assertThat(course.messagesInWindow()).isEqualTo(20);
    }

    @Test
    void messagesOfOtherRunsAndOfPeopleAreNoDeliveries() {
        Deliveries other = new Deliveries(RUN + 1, course, TALKERS, 30, sender -> 1);
        deliveries.apply(message(other.stamp(0, 0, inWindowNs())));
        deliveries.apply(message("hello"));
        assertThat(deliveries.received()).isZero();
        assertThat(deliveries.ofOtherRuns()).isEqualTo(1);
    }

    @Test
    void everyMessageIsAccountedFor() {
        for (int sequence = 0; sequence < 3; sequence++) {
            deliveries.sent(0, 0);
        }
        deliveries.sent(1, 0);
        came(0, 0, 2);
        came(0, 1, 3); // one too many
        came(1, 0, 4); // one lacks, and of the third nothing has come
        assertThat(deliveries.account()).isEqualTo(new Account(11, 3, 1));
    }

    private void came(int sender, int sequence, int times) {
        for (int i = 0; i < times; i++) {
            deliveries.apply(message(deliveries.stamp(sender, sequence, inWindowNs())));
        }
    }

    @Test
    void whatTheServerSaysIsCounted() {
        deliveries.apply("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":3}");
        deliveries.apply("{\"type\":\"error\",\"code\":\"too_fast\",\"message\":\"x\",\"fatal\":false}");
        deliveries.apply("{\"type\":\"gap\",\"room\":\"room-1\",\"missed\":42}");
        deliveries.apply("{\"type\":\"gap\",\"room\":\"room-1\",\"missed\":1}");
        assertThat(deliveries.closed()).isEqualTo(Map.of("slow_consumer", 1L));
        assertThat(deliveries.errors()).isEqualTo(Map.of("too_fast", 1L));
        assertThat(deliveries.gaps()).isEqualTo(2);
        assertThat(deliveries.missed()).isEqualTo(43);
    }

    @Test
    void aPingIsAnsweredAndAHistoryIsNoDelivery() {
        assertThat(deliveries.apply("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
        String old = message(deliveries.stamp(0, 0, inWindowNs()));
        assertThat(deliveries.apply("{\"type\":\"history\",\"room\":\"room-1\",\"messages\":[" + old + "]}"))
                .isNull();
        assertThat(deliveries.received()).isZero();
    }
}
