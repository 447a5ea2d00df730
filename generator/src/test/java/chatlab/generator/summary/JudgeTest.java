package chatlab.generator.summary;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.watch.SelfUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final long MS = 1_000_000;

    private static List<Summary.Invalid> judge(
            long lagP99Ns, @Nullable Long latencyP99Ns, double throttledShare, double busyShare, long driftNs) {
        return new Judge(
                        new Summary.Quantiles(100, 1, lagP99Ns, lagP99Ns, lagP99Ns),
                        new Summary.Latency(1000, latencyP99Ns == null ? 100 : 0, 1L, 1L, latencyP99Ns, null, null, 1),
                        new SelfUsage(1, 0.05, throttledShare, 1, busyShare, 0.25, 0.90, 0, 0, 1),
                        20,
                        new Summary.Clock("", 0, driftNs, driftNs),
                        0,
                        null,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(8))
                .doubts();
    }

    private static List<Summary.Invalid> judgeLag(long lagP99Ns, @Nullable Long latencyP99Ns) {
        return judge(lagP99Ns, latencyP99Ns, 0, 0, 0);
    }

    @Test
    void whatIsAtItsBoundIsBelieved() {
        assertThat(judge(10 * MS, 1 * MS, 0.10, 0.90, -100_000)).isEmpty();
    }

    @Test
    void lagBeyondMaxSendLagSpoilsShortLatencies() {
        assertThat(judgeLag(412 * MS, 100 * MS))
                .containsExactly(new Summary.Invalid(
                        "client-bound",
                        "the generator was late: send lag p99 was 412 ms, at most 10 ms is believable (MAX_SEND_LAG)"));
    }

    @Test
    void lagThatIsASmallPartOfTheLatencyIsBelieved() {
        assertThat(judgeLag(80 * MS, 800 * MS)).isEmpty();
        assertThat(judgeLag(81 * MS, 800 * MS))
                .containsExactly(
                        new Summary.Invalid(
                                "client-bound",
                                "the generator was late: send lag p99 was 81 ms, at most 80 ms is believable (a tenth of the latency's p99, which was 800 ms)"));
    }

    @Test
    void lagThatIsAlmostAllOfALongLatencyIsNotBelieved() {
        assertThat(judgeLag(4900 * MS, 5000 * MS)).hasSize(1);
    }

    @Test
    void aP99ThatNeverCameIsAtLeastAsLateAsTheDrain() {
        assertThat(judgeLag(800 * MS, null)).isEmpty();
        assertThat(judgeLag(1200 * MS, null))
                .containsExactly(
                        new Summary.Invalid(
                                "client-bound",
                                "the generator was late: send lag p99 was 1,200 ms, at most 800 ms is believable (a tenth of DRAIN, as deliveries at the p99 never came)"));
    }

    @Test
    void withoutAnyDeliveryExpectedOnlyMaxSendLagIsBelieved() {
        assertThat(new Judge(
                                new Summary.Quantiles(100, 1, 11 * MS, 11 * MS, 11 * MS),
                                new Summary.Latency(0, 0, null, null, null, null, null, 0),
                                new SelfUsage(1, null, 0, 0, 0, 0, 0, 0, 0, 1),
                                20,
                                new Summary.Clock("", 0, 0, 0),
                                0,
                                null,
                                Duration.ofMillis(10),
                                Duration.ofSeconds(8))
                        .doubts())
                .singleElement()
                .extracting(Summary.Invalid::detail)
                .asString()
                .endsWith("at most 10 ms is believable (MAX_SEND_LAG)");
    }

    @Test
    void aThrottledOrBusyGeneratorIsClientBoundHoweverLateTheServerIs() {
        assertThat(judge(0, null, 0.95, 0.97, 0))
                .extracting(Summary.Invalid::reason)
                .containsExactly("client-bound", "client-bound");
        assertThat(judge(0, null, 0.95, 0, 0).getFirst().detail()).contains("95% of the quota periods");
        assertThat(judge(0, null, 0, 0.97, 0).getFirst().detail()).contains("97% of the window");
    }

    @Test
    void aClockThatWasMovedIsInvalid() {
        assertThat(judge(0, 1L, 0, 0, -2_500_000))
                .containsExactly(new Summary.Invalid(
                        "clock",
                        "the wall clock moved by -2.5 ms against the monotonic clock, at most 0.1 ms is believable"));
    }

    private static List<Summary.Invalid> judge(double gcSeconds, double stealShare, int slow, long lagP99Ns) {
        return judgeWaiting(0, gcSeconds, stealShare, slow, lagP99Ns);
    }

    private static List<Summary.Invalid> judgeWaiting(
            double waitingShare, double gcSeconds, double stealShare, int slow, long lagP99Ns) {
        return new Judge(
                        new Summary.Quantiles(100, 1, lagP99Ns, lagP99Ns, lagP99Ns),
                        new Summary.Latency(1000, 100, 1L, 1L, null, null, null, 1),
                        new SelfUsage(1, null, 0, 0, 0, waitingShare, waitingShare, gcSeconds, stealShare, 1),
                        20,
                        new Summary.Clock("", 0, 0, 0),
                        slow,
                        null,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(8))
                .doubts();
    }

    @Test
    void aGeneratorThatOthersKeepFromRunningIsClientBound() {
        assertThat(judgeWaiting(0.25, 0, 0, 0, 0)).isEmpty();
        assertThat(judgeWaiting(0.6, 0, 0, 0, 0))
                .containsExactly(new Summary.Invalid(
                        "client-bound",
                        "the generator waited for a CPU: an event loop was ready to run and did not for 60% of the window, at most"
                                + " 25% is believable"));
    }

    private static List<Summary.Invalid> judgeDemand(double busyShare, double waitingShare, double demandShare) {
        return new Judge(
                        new Summary.Quantiles(100, 1, 0, 0, 0),
                        new Summary.Latency(1000, 100, 1L, 1L, null, null, null, 1),
                        new SelfUsage(1, null, 0, 0, busyShare, waitingShare, demandShare, 0, 0, 1),
                        20,
                        new Summary.Clock("", 0, 0, 0),
                        0,
                        null,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(8))
                .doubts();
    }

    @Test
    void aGeneratorWithoutTimeToSpareIsClientBoundAlthoughItIsNeitherBusyNorWaitsForLong() {
        assertThat(judgeDemand(0.70, 0.20, 0.90)).isEmpty();
        assertThat(judgeDemand(0.80, 0.18, 0.98))
                .containsExactly(new Summary.Invalid(
                        "client-bound",
                        "the generator had no time to spare: an event loop was on the CPU or ready to run for 98% of the window, at most"
                                + " 90% is believable"));
        assertThat(judgeDemand(0.92, 0.07, 0.99)).as("said once").hasSize(1);
        assertThat(judgeDemand(0.60, 0.39, 0.99)).as("said once").hasSize(1);
    }

    @Test
    void aGeneratorThatCollectsGarbageIsClientBound() {
        assertThat(judge(2, 0, 0, 0)).isEmpty();
        assertThat(judge(3, 0, 0, 0))
                .containsExactly(new Summary.Invalid(
                        "client-bound",
                        "the generator collected garbage for 15% of the window, at most 10% is believable"));
    }

    @Test
    void aMachineThatIsStolenFromIsTheHostsDoing() {
        assertThat(judge(0, 0.10, 0, 0)).isEmpty();
        assertThat(judge(0, 0.25, 0, 0))
                .containsExactly(new Summary.Invalid(
                        "host",
                        "the hypervisor gave 25% of the machine's CPU time to others, at most 10% is believable"));
    }

    @Test
    void aFreeReaderEndedAsSlowByALateGeneratorIsNotTheServersDoing() {
        assertThat(judge(0, 0, 3, 10 * MS)).isEmpty();
        assertThat(judge(0, 0, 0, 11 * MS)).isEmpty();
        assertThat(judge(0, 0, 3, 11 * MS))
                .containsExactly(new Summary.Invalid(
                        "client-bound",
                        "3 clients that read as fast as they could were ended as slow_consumer while the generator was late"
                                + " (send lag p99 was 11 ms, at most MAX_SEND_LAG, 10 ms, is believable then): it may have"
                                + " read too late"));
    }
}
