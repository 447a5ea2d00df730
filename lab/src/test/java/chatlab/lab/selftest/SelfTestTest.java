package chatlab.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.process.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("chatlab.checkout"));

    @Test
    void theLoadClientsTellTheTruth() throws Exception {
        List<String> begun = new ArrayList<>();

        List<Check> checks = new SelfTest(CHECKOUT, Extent.SHORT, 1, new StopSignal()).run(begun::add);

        assertThat(checks).extracting(Check::name).containsExactly("truth", "merge", "truth", "ledger");
        List<Check.Figure> figures =
                checks.stream().flatMap(check -> check.figures().stream()).toList();
        assertThat(figures).hasSize(36);
        // A busy machine makes latencies longer and load clients late, nothing else. What is left out makes latencies
        // shorter.
        assertThat(figures)
                .filteredOn(figure -> !isLatency(figure) && !isLateness(figure) && !isOfTwoRuns(figure))
                .hasSize(18)
                .allMatch(Check.Figure::isRight);
        assertThat(checks.get(2).figures())
                .filteredOn(SelfTestTest::isLateness)
                .hasSize(1)
                .allMatch(Check.Figure::isRight);
        assertThat(figures)
                .filteredOn(SelfTestTest::isLatency)
                .hasSize(14)
                .allMatch(figure -> figure.measured() >= figure.theory() * (1 - figure.tolerance()));
        assertThat(begun).hasSize(4);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static boolean isLatency(Check.Figure figure) {
        return List.of("p50", "p90", "p99", "p99.9", "max").contains(figure.name());
    }

    /** A busy machine may have disturbed either. */
    private static boolean isOfTwoRuns(Check.Figure figure) {
        return figure.name().equals("p99.9 as of one process");
    }

    private static boolean isLateness(Check.Figure figure) {
        return figure.name().equals("runs said to be client-bound");
    }

    @Test
    void whoIsAskedToEndLeavesNothingRunning() {
        StopSignal stop = new StopSignal();
        stop.raise();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> new SelfTest(CHECKOUT, Extent.SHORT, 1, stop).run(begins -> {}));
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void aWrongFigureIsSaidToBeWrong() {
        Check wrong = new Check(
                "ledger",
                "a test",
                List.of(
                        Check.Figure.exact("lost", 1, 2),
                        new Check.Figure("p50", "ms", 100, 102, 0.02),
                        new Check.Figure("p99", "ms", 100, 97.9, 0.02),
                        new Check.Figure("max", "ms", 100, Double.NaN, 0.02)));

        assertThat(wrong.passes()).isFalse();
        assertThat(CheckTable.lines(List.of(wrong)))
                .containsExactly(
                        "ledger: a test",
                        "                                        theory      measured     off",
                        "  lost                                       1             2          WRONG",
                        "  p50                                 100.0 ms      102.0 ms    2.0%  ok",
                        "  p99                                 100.0 ms       97.9 ms    2.1%  WRONG",
                        "  max                                 100.0 ms        NaN ms    NaN%  WRONG",
                        "",
                        "3 of 4 figures are not what theory says (percentiles may be off by 2%).");
        assertThat(CheckJson.of(List.of(wrong)))
                .contains("\"passes\" : false", "\"measured\" : 97.9", "\"right\" : true");
    }
}
