package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run whose only axis is of words: they are compared, and none is more than another. */
class WordAxisTest {
    private static final RunResult FIRST_LOOK = Results.firstLook();
    /** 0.571 cores for 20,000 deliveries/s, all met. */
    private static final Repetition GOOD =
            FIRST_LOOK.trials().get(8).repetitions().getFirst();
    /** 0.50 cores for 19,712 deliveries/s, p99 missed. */
    private static final Repetition BAD =
            FIRST_LOOK.trials().get(5).repetitions().getFirst();

    @Test
    void theAnswerComparesTheWords() {
        Page page = Results.page(transports(GOOD, BAD));

        assertThat(page.answer())
                .isEqualTo("With tcp transport the server meets p99 < 100 ms and lost == 0 with 1,000 members at"
                        + " 20 messages/s; with websocket transport it misses p99 < 100 ms."
                        + " A delivery costs the server's CPU 28.6 µs with tcp transport, 25.3 µs with websocket transport."
                        + " Every point is one repetition.");
    }

    @Test
    void theWordsAreThePlacesOfThePlots() {
        Page page = Results.page(transports(GOOD, BAD));

        assertThat(page.plots()).allSatisfy(plot -> {
            assertThat(plot.x()).extracting(Plot.Tick::label).containsExactly("tcp", "websocket");
            assertThat(plot.series())
                    .singleElement()
                    .satisfies(series -> assertThat(series.points()).hasSize(2));
        });
    }

    @Test
    void noLineJoinsWords() {
        Plot words = Results.page(transports(GOOD, BAD)).plots().get(1);
        Plot numbers = Results.page(FIRST_LOOK).plots().get(1);

        assertThat(SvgPlot.file(numbers)).containsPattern("class=\"line c0\" d=\"M[0-9. ]+L[0-9. ]+L");
        assertThat(SvgPlot.file(words)).containsPattern("class=\"line c0\" d=\"M[0-9. ]+M[0-9. ]+\"");
        assertThat(words.x()).extracting(Plot.Tick::at).containsExactly(0.25, 0.75);
    }

    @Test
    void theCostIsInTheTableAndBothSummaries() {
        RunResult result = transports(GOOD, GOOD);
        String csv = SummaryCsv.render(result);

        assertThat(csv.lines().findFirst().orElseThrow())
                .contains(
                        ",server_cpu_us_per_delivery,welcome_p99_ms,returned_p99_ms,redis_cpu_cores,haproxy_cpu_cores,all_cpu_us_per_delivery,folder");
        assertThat(csv.lines().skip(1)).allSatisfy(line -> assertThat(line).contains(",28.55,,,,,28.55,trials/"));
        assertThat(SummaryJson.render(result, "")).contains("\"serverCpuMicrosPerDelivery\" : 28.55");
        assertThat(Table.of(result, Set.of()).lines())
                .allSatisfy(line -> assertThat(line.figures()).contains("28.6"));
    }

    @Test
    void ofAServerThatEndedEarlyTheCostIsUnknown() {
        Repetition ended = new Repetition(
                1,
                BAD.folder(),
                BAD.started(),
                BAD.seconds(),
                Status.MISSED,
                List.of(new Reason("server survives", "the server ended with exit code 1 before it was asked to end.")),
                List.of(),
                BAD.figures(),
                BAD.limits(),
                BAD.files());

        assertThat(CpuCost.micros(GOOD)).isEqualTo(28.55);
        assertThat(CpuCost.micros(ended)).isNull();
        assertThat(CpuCost.compared(Grid.of(transports(GOOD, ended)))).isEmpty();
    }

    private static RunResult transports(Repetition tcp, Repetition webSocket) {
        return new RunResult(
                FIRST_LOOK.format(),
                FIRST_LOOK.id(),
                FIRST_LOOK.question(),
                FIRST_LOOK.setup(),
                FIRST_LOOK.started(),
                FIRST_LOOK.ended(),
                false,
                List.of(new Axis("transport", "transport", List.of("tcp", "websocket"), true)),
                List.of(
                        new TrialResult(1, Map.of("transport", "tcp"), List.of(tcp)),
                        new TrialResult(2, Map.of("transport", "websocket"), List.of(webSocket))));
    }
}
