package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.summary.Summary;
import chatlab.clients.watch.SelfUsage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static List<Summary.Invalid> judge(long lagP99Ns, double throttledShare, double busyShare, long driftNs) {
        return Judge.judge(
                new Summary.SendLag(100, 1, lagP99Ns, lagP99Ns, lagP99Ns),
                new SelfUsage(1, 0.05, throttledShare, 1, busyShare, 0, 0, 1),
                new Summary.Clock("", 0, driftNs, driftNs),
                Duration.ofMillis(10));
    }

    @Test
    void whatIsAtItsBoundIsBelieved() {
        assertThat(judge(10_000_000, 0.10, 0.90, -100_000)).isEmpty();
    }

    @Test
    void aLateGeneratorIsClientBound() {
        assertThat(judge(412_000_000, 0, 0, 0))
                .containsExactly(new Summary.Invalid(
                        "client-bound",
                        "the generator was late: send lag p99 was 412 ms, at most 10 ms is believable"));
    }

    @Test
    void aThrottledOrBusyGeneratorIsClientBound() {
        assertThat(judge(0, 0.95, 0.97, 0))
                .extracting(Summary.Invalid::reason)
                .containsExactly("client-bound", "client-bound");
        assertThat(judge(0, 0.95, 0, 0).getFirst().detail()).contains("95% of the quota periods");
        assertThat(judge(0, 0, 0.97, 0).getFirst().detail()).contains("97% of the window");
    }

    @Test
    void aClockThatWasMovedIsInvalid() {
        assertThat(judge(0, 0, 0, -2_500_000))
                .containsExactly(new Summary.Invalid(
                        "clock",
                        "the wall clock moved by -2.5 ms against the monotonic clock, at most 0.1 ms is believable"));
    }
}
