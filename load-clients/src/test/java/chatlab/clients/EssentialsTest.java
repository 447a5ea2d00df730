package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.admin.Phase;
import chatlab.generator.summary.Summary;
import chatlab.generator.watch.SelfUsage;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people read: the printed summary and the status line. */
class EssentialsTest {
    private static Summary summary(Summary.Latency latency, Summary.LedgerFigures ledger, Summary.Invalid... invalid) {
        return new Summary(
                Summary.FORMAT,
                "0.1.0",
                "5f3a91c2",
                Map.of(),
                1000,
                10,
                1,
                new Summary.Span(0, 20_000_000_000L, 20),
                new Summary.Messages(2500, 2490, 10, 2000, 1995),
                new Summary.Deliveries(2_490_000, 2_489_000, 2_000_000, 1_990_000, 1_991_000, 99_550),
                ledger,
                new Summary.SharedRooms(List.of(), List.of(), 0),
                latency,
                new Summary.Quantiles(1995, 800_000, 1_800_000, 2_500_000, 2_600_000),
                new Summary.Quantiles(2000, 60_000, 900_000, 2_000_000, 1_412_000_000),
                new Summary.Connects(
                        1000,
                        1000,
                        0,
                        2.5,
                        new Summary.Quantiles(1000, 70_000, 210_000, 300_000, 1_100_000),
                        new Summary.Quantiles(1000, 150_000, 800_000, 900_000, 2_200_000)),
                new Summary.Moves(
                        new Summary.MoveFigures(
                                1200, 1199, 1198, 2, new Summary.Quantiles(1198, 400_000, 900_000, 950_000, 980_000)),
                        new Summary.MoveFigures(0, 0, 0, 0, new Summary.Quantiles(0, 0, 0, 0, 0)),
                        new Summary.MoveFigures(3, 3, 0, 4, new Summary.Quantiles(0, 0, 0, 0, 0)),
                        "c000004 was turned away: full"),
                Map.of("slow_consumer", 1003L),
                Map.of(),
                new SelfUsage(3.5, null, 0, 0, 0.25, 0.03, 0.28, 0, 0, 1),
                new Summary.Clock("", 0, 0, 0),
                List.of(invalid),
                List.of());
    }

    private static Summary.LedgerFigures ledger(boolean exact) {
        return new Summary.LedgerFigures(
                exact,
                1000,
                exact ? 0 : 1234,
                0,
                0,
                exact ? new Summary.CutOff(0, 0) : new Summary.CutOff(3, 9960),
                new Summary.Gaps(0, 0),
                0,
                0,
                0,
                exact ? 0 : 12,
                "all receivers",
                exact ? List.of() : List.of("message 20 of c000000 was never received by c000004"));
    }

    @Test
    void figuresStandBelowEachOtherWithUnitsAndSeparators() {
        assertThat(Essentials.of(summary(
                                new Summary.Latency(
                                        2_000_000,
                                        0,
                                        1_000_000L,
                                        2_000_000L,
                                        33_000_000L,
                                        1_044_000_000L,
                                        1_200_000_000L,
                                        1),
                                ledger(true)))
                        .replace("\r", ""))
                .isEqualTo("""
                        messages     2,500 scheduled, 2,490 sent, 10 unsent
                        deliveries   2,489,000 received of 2,490,000 expected; 99,550/s in a window of 20.0 s
                                             p50        p90        p99      p99.9        max
                        latency          1.00 ms    2.00 ms      33 ms   1,044 ms   1,200 ms
                        uncorrected      0.80 ms               1.80 ms    2.50 ms    2.60 ms
                        send lag         0.06 ms               0.90 ms    2.00 ms   1,412 ms
                        connect          0.07 ms               0.21 ms    0.30 ms    1.10 ms
                        welcome          0.15 ms               0.80 ms    0.90 ms    2.20 ms
                        churn            0.40 ms               0.90 ms    0.95 ms    0.98 ms
                                     1,200 due, 1,199 begun, 1,198 back, 2 attempts failed
                        reconnects   3 due, 3 begun, 0 back, 4 attempts failed
                                     the first attempt that failed: c000004 was turned away: full
                        ledger       exact: everybody received everything once and in order
                        server said  connections ended: 1,003 slow_consumer; errors: none
                        generator    3.50 CPU s, busiest loop 25%, waiting for a CPU 3%, either 28%, throttled 0% of periods, steal 0%
                        measurement  valid
                        """);
    }

    @Test
    void whatNeverCameIsSaidOnce() {
        assertThat(Essentials.of(
                        summary(new Summary.Latency(0, 2_000_000, null, null, null, null, null, 0), ledger(false))))
                .contains("latency      not one of the 2,000,000 deliveries expected in the window came\n")
                .doesNotContain("infinitely")
                .contains("""
                        ledger       not exact: 1,234 lost, 9,960 missed by 3 that were cut off
                                     in 12 stays of clients that left nothing came, though others got what was said in them
                                     message 20 of c000000 was never received by c000004
                        """);
        assertThat(Essentials.of(summary(
                        new Summary.Latency(1_990_000, 10_000, 1_000_000L, 2_000_000L, 3_000_000L, null, null, 0),
                        ledger(false))))
                .contains("latency          1.00 ms    2.00 ms    3.00 ms          -          -\n")
                .containsOnlyOnce("10,000 of 2,000,000 deliveries never came");
        assertThat(Essentials.of(summary(new Summary.Latency(0, 0, null, null, null, null, null, 0), ledger(true))))
                .contains("latency      no delivery was expected in the window\n");
    }

    @Test
    void anExactLedgerClaimsOrderForTheSampleAlone() {
        Summary.LedgerFigures all = ledger(true);
        Summary.LedgerFigures sample = new Summary.LedgerFigures(
                true,
                1000,
                0,
                0,
                0,
                all.cutOff(),
                all.gaps(),
                0,
                0,
                7000,
                0,
                "a sample of 400 of 1000 receivers",
                List.of());
        assertThat(Essentials.of(summary(new Summary.Latency(1, 0, 1L, 1L, 1L, 1L, 1L, 1), sample)))
                .contains(
                        "ledger       exact: everybody received everything once, and in order as far as a sample of 400 of"
                                + " 1000 receivers shows\n"
                                + "             besides 7,000 deliveries of other runs' messages, in the same rooms\n");
    }

    @Test
    void eachReasonForInvalidityIsALineOfItsOwn() {
        assertThat(Essentials.of(summary(
                        new Summary.Latency(1, 0, 1L, 1L, 1L, 1L, 1L, 1),
                        ledger(true),
                        new Summary.Invalid("client-bound", "the generator was late"),
                        new Summary.Invalid("clock", "the clock moved"))))
                .endsWith("""
                        measurement  INVALID
                                     client-bound: the generator was late
                                     clock: the clock moved
                        """);
    }

    @Test
    void theStatusLineFitsAnUsualTerminalAndSaysWhatGoesWrong() {
        try (StatusLine status = new StatusLine(new PrintStream(PrintStream.nullOutputStream()), false, () -> null)) {
            assertThat(status.line(new StatusLine.Moment(Phase.CONNECTING, 999, 1000, 0, 0, 0, null, null, null)))
                    .isEqualTo("connecting 999 of 1,000 clients connected");
            assertThat(status.line(new StatusLine.Moment(
                            Phase.MEASURING, 1000, 1000, 1000, 1000, 999_550, 12_000_000L, 9_300_000L, 100_000L)))
                    .isEqualTo("measuring  sent 1,000/s  received 999,550/s  p50 12 ms  p99 9.30 ms  lag 0.10 ms")
                    .hasSizeLessThanOrEqualTo(80);
            assertThat(status.line(
                            new StatusLine.Moment(Phase.MEASURING, 997, 1000, 1000, 800, 5, null, null, 1_000_000L)))
                    .isEqualTo("measuring  997 of 1,000 clients connected  sent 800 of 1,000/s  received 5/s");
        }
    }
}
