package chatlab.generator.summary;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.watch.SelfUsage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SummaryJsonTest {
    @Test
    void aSummaryIsWrittenAsTheGoldenFileSays() throws Exception {
        Summary summary = new Summary(
                Summary.FORMAT,
                "0.1.0",
                "5f3a91c2",
                Map.of("TARGET", "tcp://localhost:8080"),
                1000,
                10,
                1,
                new Summary.Span(5_000_000_000L, 25_000_000_000L, 20.0),
                new Summary.Messages(2500, 2490, 10, 2000, 1995),
                new Summary.Deliveries(2_490_000, 2_489_000, 2_000_000, 1_990_000, 1_991_000, 99_550.0),
                new Summary.LedgerFigures(
                        false,
                        1000,
                        1,
                        2,
                        3,
                        new Summary.CutOff(3, 996),
                        new Summary.Gaps(1, 3),
                        5,
                        4,
                        6,
                        7,
                        "all receivers",
                        List.of("message 20 of c000000 was never received by c000004")),
                new Summary.SharedRooms(
                        List.of(new Summary.RoomFigures("global", 1000, 2490, "00000000deadbeef")),
                        List.of(new Summary.Heard("0a1b2c3d", "global", 6, "00000000cafebabe", 1)),
                        0),
                new Summary.Latency(1_990_000, 10_000, 1_000_000L, 2_000_000L, 3_000_000L, null, null, 1_250_000.5),
                new Summary.Quantiles(1995, 800_000, 1_800_000, 2_500_000, 2_600_000),
                new Summary.Quantiles(2000, 60_000, 900_000, 2_000_000, 412_000_000),
                new Summary.Connects(
                        1000,
                        1000,
                        0,
                        2.5,
                        new Summary.Quantiles(1000, 70_000, 210_000, 300_000, 1_100_000),
                        new Summary.Quantiles(1000, 150_000, 800_000, 900_000, 2_200_000)),
                new Summary.Moves(
                        new Summary.MoveFigures(
                                40, 39, 38, 2, new Summary.Quantiles(38, 400_000, 900_000, 950_000, 980_000)),
                        new Summary.MoveFigures(0, 0, 0, 0, new Summary.Quantiles(0, 0, 0, 0, 0)),
                        new Summary.MoveFigures(
                                3, 3, 1, 4, new Summary.Quantiles(1, 2_000_000, 2_000_000, 2_000_000, 2_000_000)),
                        "c000004 was turned away: full"),
                Map.of("slow_consumer", 3L),
                Map.of("too_long", 1L),
                new SelfUsage(3.5, null, 0.0, 0.0, 0.25, 0.125, 0.375, 0.01, 0.0, 123_456_789),
                new Summary.Clock("2f1c", 1, 3, 2),
                List.of(new Summary.Invalid(
                        "client-bound",
                        "the generator was late: send lag p99 was 412 ms, at most 10 ms is believable")),
                List.of("latency.hlog", "send-lag.hlog"));
        try (InputStream golden =
                Objects.requireNonNull(SummaryJsonTest.class.getResourceAsStream("/golden/summary-1.json"))) {
            assertThat(new String(SummaryJson.write(summary), StandardCharsets.UTF_8))
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
