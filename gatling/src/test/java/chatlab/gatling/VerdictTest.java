package chatlab.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.gatling.observe.Recordings;
import chatlab.gatling.simulation.Journey;
import chatlab.gatling.simulation.JourneyConfig;
import chatlab.gatling.simulation.Play;
import chatlab.generator.summary.Summary;
import chatlab.generator.watch.SelfUsage;
import chatlab.process.ClockOffset;
import chatlab.process.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is said of a chat of four, in rooms of two, in which everybody says one thing. */
class VerdictTest {
    private static final int USERS = 4;
    private static final SelfUsage IDLE = new SelfUsage(0.01, null, 0, 0, 0.01, 0, 0.01, 0, 0, 1 << 20);
    private static final SelfUsage THROTTLED = new SelfUsage(0.01, 1.0, 0.5, 0.5, 0.01, 0, 0.01, 0, 0, 1 << 20);
    private static final long LAG_NS = 1000;

    private final Play play = play(Map.of());

    private static Play play(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "USERS", Integer.toString(USERS),
                "ROOMS", "2",
                "RATE", "40",
                "WARMUP", "0s",
                "DURATION", "100ms",
                "DRAIN", "0s",
                "MAX_P99", "1h"));
        settings.putAll(more);
        return Play.begin(JourneyConfig.read(Journey.STEADY_CHAT, Settings.of(settings, new String[0])));
    }

    /** So many come, and the others can't. */
    private static void join(Play play, int users) {
        for (int user = 0; user < USERS; user++) {
            if (user < users) {
                play.course().hasJoined();
            } else {
                play.course().cannotJoin();
            }
        }
    }

    /** Everybody says its thing, and of the first one's so many copies come. */
    private static void talk(Play play, int ofTheFirst) {
        join(play, USERS);
        say(play, ofTheFirst);
    }

    private static void say(Play play, int ofTheFirst) {
        for (int user = 0; user < USERS; user++) {
            long dueNs = play.course().dueNs(user, 0);
            play.deliveries().sent(user, LAG_NS);
            for (int copy = 0; copy < (user == 0 ? ofTheFirst : 2); copy++) {
                play.deliveries()
                        .apply("{\"clientId\":\"c\",\"Message\":\""
                                + play.deliveries().stamp(user, 0, dueNs));
            }
        }
    }

    private static void finish(Play play, int users) {
        for (int user = 0; user < users; user++) {
            play.course().hasFinished();
        }
    }

    private static Verdict verdict(Play play) {
        return verdict(play, IDLE);
    }

    private static Verdict verdict(Play play, SelfUsage self) {
        Recordings recordings = new Recordings(play.deliveries());
        recordings.close();
        return new Conclusion(play, recordings, new SpanWatch.Watched(self, 1), ClockOffset.measure()).verdict(true);
    }

    private static Summary summary(Verdict verdict) {
        return Objects.requireNonNull(verdict.summary());
    }

    @Test
    void ifAllCameThereIsNothingToSay() {
        talk(play, 2);
        finish(play, USERS);
        Verdict verdict = verdict(play);
        assertThat(verdict.missed()).isEmpty();
        assertThat(verdict.isValid()).isTrue();
        assertThat(verdict.text())
                .contains("4 sent of 4 due")
                .contains("8 of 8 expected; 0 lost, 0 told to be missed, 0 duplicated")
                .contains("connections ended: none; errors: none")
                .contains("measurement  valid");
        assertThat(summary(verdict).latencyNs().count()).isEqualTo(8);
    }

    @Test
    void whatNeverCameIsLostAndInfinitelyLate() {
        talk(play, 1);
        finish(play, USERS);
        Verdict verdict = verdict(play);
        assertThat(summary(verdict).ledger().lost()).isEqualTo(1);
        assertThat(summary(verdict).latencyNs().missing()).isEqualTo(1);
        assertThat(verdict.text()).contains("7 of 8 expected; 1 lost").contains("p99 never");
        assertThat(verdict.missed())
                .containsExactly(
                        "MAX_P99 is 1h, but the delivery latency's 99th percentile is not known, as that many never came.",
                        "MAX_LOST is 0%, but of 8 deliveries 1 did not come, or came twice.");
    }

    @Test
    void whatWasToldToBeMissedIsNotLost() {
        talk(play, 1);
        play.deliveries().apply("{\"type\":\"gap\",\"room\":\"room-0\",\"missed\":1}");
        Verdict verdict = verdict(play);
        assertThat(summary(verdict).ledger().lost()).isZero();
        assertThat(summary(verdict).ledger().gaps()).isEqualTo(new Summary.Gaps(1, 1));
    }

    @Test
    void whatComesTwiceIsADuplicateAndNoLatency() {
        talk(play, 3);
        Verdict verdict = verdict(play);
        assertThat(summary(verdict).ledger().duplicated()).isEqualTo(1);
        assertThat(summary(verdict).latencyNs().count()).isEqualTo(8);
        assertThat(verdict.text()).contains("9 of 8 expected; 0 lost, 0 told to be missed, 1 duplicated");
    }

    @Test
    void connectionsThatEndAreCountedByReasonAlsoIfTheServerGaveNone() {
        talk(play, 2);
        play.deliveries().apply("{\"type\":\"bye\",\"reason\":\"full\",\"retryAfterMillis\":1000}"); // who never was in
        play.deliveries().apply("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"missed\":0}");
        play.course().wasCutOff();
        play.course().wasCutOff();
        finish(play, 2);
        Verdict verdict = verdict(play);
        assertThat(summary(verdict).closed()).isEqualTo(Map.of("full", 1L, "slow_consumer", 1L, "unannounced", 1L));
        assertThat(verdict.text()).contains("connections ended: full 1, slow_consumer 1, unannounced 1");
        assertThat(verdict.missed()).containsExactly("Of 4 users only 2 came to the end of their journey.");
        play.course().hasLeft();
        assertThat(play.course().staying(USERS)).isEqualTo(1);
    }

    @Test
    void whatIsLostRefusedOrToldTwiceMissesItsGateUnlessItMayBe() {
        for (String share : List.of("12.5%", "12.4%")) {
            for (int copies : List.of(1, 3)) {
                Play one = play(Map.of("MAX_LOST", share, "MAX_P99", "off"));
                talk(one, copies);
                finish(one, USERS);
                assertThat(verdict(one).missed()).hasSize(share.equals("12.5%") ? 0 : 1);
            }
        }
        talk(play, 2);
        finish(play, USERS);
        play.deliveries().apply("{\"type\":\"error\",\"code\":\"too_fast\",\"message\":\"x\",\"fatal\":false}");
        assertThat(verdict(play).missed()).containsExactly("MAX_LOST is 0%, but of 4 messages the server refused 1.");
    }

    @Test
    void whatWasToldToBeMissedMissesTheGateAsWell() {
        talk(play, 1);
        finish(play, USERS);
        play.deliveries().apply("{\"type\":\"gap\",\"room\":\"room-0\",\"missed\":1}");
        assertThat(verdict(play).missed())
                .contains("MAX_LOST is 0%, but of 8 deliveries 1 did not come, or came twice.");
    }

    /** Of 100, 29% are 29, which 0.29 times 100 is not in binary fractions. */
    @Test
    void exactlyAsManyAsMayBeMeetTheGate() {
        Play hundred = play(Map.of("USERS", "100", "ROOMS", "50", "MAX_FAILED", "29%"));
        finish(hundred, 71);
        assertThat(verdict(hundred).missed()).noneMatch(sentence -> sentence.contains("users"));
        Play less = play(Map.of("USERS", "100", "ROOMS", "50", "MAX_FAILED", "29%"));
        finish(less, 70);
        assertThat(verdict(less).missed()).anyMatch(sentence -> sentence.contains("Of 100 users only 70"));
    }

    @Test
    void asManyMayBeLostAsMayFail() {
        Play lenient = play(Map.of("MAX_FAILED", "50%"));
        talk(lenient, 2);
        finish(lenient, 2);
        assertThat(verdict(lenient).missed()).isEmpty();
    }

    @Test
    void whereNotEverybodyWasThereNoLatencyMeetsItsGate() {
        Play lenient = play(Map.of("MAX_FAILED", "100%"));
        join(lenient, USERS - 1);
        say(lenient, 2);
        Verdict verdict = verdict(lenient);
        assertThat(verdict.missed())
                .containsExactly(
                        "MAX_P99 is 1h, but the delivery latency's 99th percentile is not known, as not everybody was there.");
        assertThat(verdict.text())
                .contains("how many there should be is not known")
                .contains("; of what came)");
    }

    /** What Gatling says of its requests would be no better. */
    @Test
    void whereNobodyTalksAGeneratorWithoutCpuIsNotBelievedEither() {
        Play storm = Play.begin(JourneyConfig.read(Journey.CONNECTION_STORM, Settings.of(Map.of(), new String[0])));
        assertThat(verdict(storm).text()).contains("measurement  valid").doesNotContain("latency");
        Verdict throttled = verdict(storm, THROTTLED);
        assertThat(throttled.isValid()).isFalse();
        assertThat(throttled.text()).contains("measurement  INVALID").contains("the generator was throttled");
    }

    @Test
    void aGeneratorThatWasLateIsNotBelievedWhetherItCanAccountOrNot() {
        for (boolean isAccountable : List.of(true, false)) {
            Play strict = play(Map.of("MAX_SEND_LAG", "1us"));
            join(strict, isAccountable ? USERS : USERS - 1);
            strict.deliveries().sent(0, 5_000_000);
            Verdict verdict = verdict(strict);
            assertThat(verdict.isValid()).isFalse();
            assertThat(verdict.text()).contains("measurement  INVALID").contains("the generator was late");
        }
    }
}
