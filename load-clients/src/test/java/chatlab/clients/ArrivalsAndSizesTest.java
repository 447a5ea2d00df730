package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.clients.connection.Transport;
import chatlab.clients.schedule.Arrivals;
import chatlab.clients.schedule.Span;
import chatlab.generator.summary.Summary;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages spaced in every way and of every size, over real sockets. */
class ArrivalsAndSizesTest {
    private static final double RATE = 400;

    /** That of {@link Runs}. */
    private static final Span SPAN = new Span(100_000_000, 600_000_000);

    @ParameterizedTest
    @ValueSource(strings = {"constant", "poisson", "ramp:10%", "steps:4", "burst:50ms"})
    void whatIsScheduledIsSentAndAccountedFor(String arrivals) throws Exception {
        try (TestServer server = TestServer.good()) {
            Summary summary = Runs.run(server, "RATE", "400", "TALKERS", "5", "ARRIVALS", arrivals);
            double expected = Arrivals.parse(arrivals).expectedInWindow(RATE, SPAN);
            // four standard deviations of a Poisson count, one message of all others
            double tolerance = arrivals.equals("poisson") ? 4 * Math.sqrt(expected) : 1;
            assertThat((double) summary.messages().scheduledInWindow())
                    .isBetween(expected - tolerance, expected + tolerance);
            assertThat(summary.messages().unsent()).isZero();
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.messages().sent() * summary.clients());
            assertThat(summary.configuration()).containsEntry("ARRIVALS", arrivals);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, uniform:83..2000",
        "TCP, lognormal:200..20000",
        "WEBSOCKET, uniform:83..2000",
        "WEBSOCKET, lognormal:200..20000"
    })
    void everyReceiverKnowsHowLongEachMessageHasToBe(Transport transport, String sizes) throws Exception {
        try (TestServer server = TestServer.good().over(transport)) {
            Summary summary = Runs.run(server, "ROOMS", "2", "TALKERS", "4", "MESSAGE_BYTES", sizes, "SEED", "7");
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.ledger().damaged()).isZero();
            assertThat(summary.deliveries().received()).isPositive();
        }
    }

    @Test
    void aByteMoreOrLessIsDamage() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
            byte[] sent = line;
            if (number % 10 == 3) {
                sent = new String(line, StandardCharsets.US_ASCII)
                        .replaceFirst("\"}", ".\"}")
                        .getBytes(StandardCharsets.US_ASCII);
            }
            TestServer.toAll(number, sent, members);
        })) {
            Summary summary = Runs.run(server, "MESSAGE_BYTES", "uniform:90..2000");
            assertThat(summary.ledger().exact()).isFalse();
            assertThat(summary.ledger().damaged())
                    .isEqualTo(10 * ((summary.messages().sent() + 6) / 10)); // the 3rd, 13th, … to each of ten
        }
    }

    /** A little more at once than may wait for a socket. */
    @Test
    void aBurstLeavesNothingUnsentThatTheServerWouldTake() throws Exception {
        try (TestServer server = TestServer.good()) {
            Summary summary = Runs.run(
                    server,
                    "CLIENTS",
                    "2",
                    "TALKERS",
                    "1",
                    "RATE",
                    "110",
                    "MESSAGE_BYTES",
                    "20000",
                    "ARRIVALS",
                    "burst:500ms",
                    "WARMUP",
                    "0",
                    "DURATION",
                    "500ms",
                    "DRAIN",
                    "20s");
            assertThat(summary.messages().scheduled()).isEqualTo(55);
            assertThat(summary.messages().unsent()).isZero();
            assertThat(summary.ledger().exact()).isTrue();
        }
    }

    @Test
    void atRandomTheWindowHasToBeLongEnoughForAMessageThatIsAsGoodAsSure() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LoadConfig.read(
                        Settings.of(Runs.environment("tcp://localhost:8080", "ARRIVALS", "poisson", "RATE", "19"))))
                .withMessageContaining("they have to make at least 10 messages in the measured window, not 9.5 (");
    }

    @Test
    void aBurstHasToEnd() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LoadConfig.read(Settings.of(Runs.environment(
                        "tcp://localhost:8080", "ARRIVALS", "burst:2s", "RATE", "600000", "DURATION", "5s"))))
                .withMessage(
                        "RATE is 600000.0 messages/s and ARRIVALS is burst:2s, but together they make 1,200,000 messages"
                                + " at once, and it has to be at most 1,000,000.");
    }

    /** 0.16 × 7.25 - 0.16 × 1 is less than 1 in binary fractions. */
    @Test
    void aWindowOfExactlyOneMessageIsLongEnough() {
        assertThat(LoadConfig.read(Settings.of(Runs.environment(
                                "tcp://localhost:8080", "RATE", "0.16", "WARMUP", "1s", "DURATION", "6250ms")))
                        .traffic()
                        .rate())
                .isEqualTo(0.16);
    }

    @Test
    void aWindowWithoutABurstMeasuresNothing() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() ->
                        LoadConfig.read(Settings.of(Runs.environment("tcp://localhost:8080", "ARRIVALS", "burst:1s"))))
                .withMessage(
                        "RATE is 200.0 messages/s, ARRIVALS is burst:1s and DURATION is 500ms, but together they have to"
                                + " make at least one message in the measured window, not 0.0 (TALKERS=0 is for a run in which"
                                + " nobody talks).");
    }
}
