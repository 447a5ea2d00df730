package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Latency;
import chatlab.lab.result.Figures.Messages;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition.Reason;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Resources SERVER = new Resources(0.25, 0.9, 200L, null);

    private final Summary summary = new Summary(SummaryFile.read());

    @Test
    void figuresAreThoseOfTheWindow() {
        Figures figures = summary.figures(SERVER, Map.of("chatlab_server_deliveries_total", 5.0), null);

        assertThat(summary.fromNs()).isEqualTo(5_000_000_000L);
        assertThat(summary.toNs()).isEqualTo(25_000_000_000L);
        assertThat(figures.windowSeconds()).isEqualTo(20);
        assertThat(figures.members()).isEqualTo(1000);
        assertThat(figures.offeredPerSecond()).isEqualTo(40);
        assertThat(figures.sentPerSecond()).isEqualTo(39.5);
        assertThat(figures.deliveriesPerSecond()).isEqualTo(39_450);
        assertThat(figures.server()).isEqualTo(SERVER);
        assertThat(figures.closed()).containsExactly(Map.entry("slow_consumer", 1L));
        assertThat(figures.serverCounters()).containsExactly(Map.entry("chatlab_server_deliveries_total", 5.0));
    }

    @Test
    void theAccountIsThatOfTheWholeRunAndWhoWasToldIsNotLost() {
        assertThat(summary.messages())
                .isEqualTo(new Messages(1200, 1190, 10, 1_190_000, 1_189_400, 60, 7, 8, 500 + 40, false));
    }

    @Test
    void aPercentileThatNeverCameIsNull() {
        assertThat(summary.latency()).isEqualTo(new Latency(789_500, 10_500, 2_000_000L, 9_000_000L, null, null, null));
    }

    @Test
    void sendLagHasNoNinetiethPercentile() {
        assertThat(summary.sendLag()).isEqualTo(new Latency(790, 0, 20_000L, null, 90_000L, 120_000L, 130_000L));
    }

    @Test
    void theGeneratorsThrottlingIsKnownOnlyUnderALimit() {
        assertThat(summary.generator()).isEqualTo(new Resources(0.4, 0.01, 123_456_789L, 0.31));

        ObjectNode free = SummaryFile.read();
        ((ObjectNode) free.get("self")).putNull("cpuLimitCores");

        assertThat(new Summary(free).generator().throttledShare()).isNull();
    }

    @Test
    void doubtsOfTheGeneratorAreReasons() {
        ObjectNode json =
                SummaryFile.with("invalid", "[{\"reason\":\"client-bound\",\"detail\":\"send lag p99 was 412 ms.\"}]");

        assertThat(new Summary(json).invalid()).containsExactly(new Reason("client-bound", "send lag p99 was 412 ms."));
        assertThat(summary.invalid()).isEmpty();
    }

    @Test
    void messagesOfAnotherRunAreAReason() {
        ObjectNode json =
                SummaryFile.with("invalid", "[{\"reason\":\"client-bound\",\"detail\":\"send lag p99 was 412 ms.\"}]");
        ((ObjectNode) json.get("ledger")).put("ofOtherRuns", 1234);

        assertThat(new Summary(json).invalid())
                .containsExactly(
                        new Reason("client-bound", "send lag p99 was 412 ms."),
                        new Reason(
                                "other-run",
                                "the clients received 1,234 messages of other runs, but in a trial nobody else may talk in"
                                        + " its rooms."));
    }

    @Test
    void anotherFormatIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Summary(SummaryFile.with("format", "\"chatlab-clients-summary/2\"")))
                .withMessage("the load clients' summary has the format 'chatlab-clients-summary/2', but this lab reads"
                        + " chatlab-clients-summary/1.");
        assertThatIllegalArgumentException().isThrownBy(() -> new Summary(MissingNode.getInstance()));
    }
}
