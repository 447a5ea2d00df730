package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.behaviour.Frames;
import chatlab.clients.connection.Transport;
import chatlab.generator.summary.Summary;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a struggling server does is measured in full, and never blamed on the generator. */
class ServersThatStruggleTest {
    /**
     * A server that stands still for 1 s of 3 s at a constant rate: a third of the messages are due in that second, and wait
     * between 0 and 1 s, evenly. So the share that is later than x is (1 − x) / 3.
     * A busy test machine can only add to it, hence the room above; omission would take away.
     */
    @Test
    void aFrozenServersLatenciesAreWhatTheorySays() throws Exception {
        long[] frozenAtNs = new long[1];
        try (TestServer server = new TestServer((number, line, members) -> {
            if (number == 200) {
                frozenAtNs[0] = System.nanoTime();
                while (System.nanoTime() - frozenAtNs[0] < 1_000_000_000L) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            TestServer.toAll(number, line, members);
        })) {
            Summary summary = Runs.run(server, "CLIENTS", "5", "WARMUP", "0", "DURATION", "3s", "RATE", "200");
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.invalid()).isEmpty();
            assertThat(summary.latencyNs().p90()).isBetween(650_000_000L, 1_100_000_000L);
            assertThat(summary.latencyNs().p99()).isBetween(920_000_000L, 1_400_000_000L);
            assertThat(summary.latencyNs().max()).isBetween(990_000_000L, 1_500_000_000L);
            assertThat(summary.latencyNs().p50()).isLessThan(400_000_000L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatTheServerTakesNoMoreAreUnsentAndMissing(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().notReading().over(transport)) {
            Summary summary = Runs.run(
                    server, "CLIENTS", "2", "TALKERS", "1", "RATE", "4000", "MESSAGE_BYTES", "20000", "DRAIN", "100ms");
            assertThat(summary.messages().unsent()).isPositive();
            assertThat(summary.messages().sent() + summary.messages().unsent())
                    .isEqualTo(summary.messages().scheduled());
            assertThat(summary.deliveries().expectedInWindow())
                    .isEqualTo(2 * summary.messages().scheduledInWindow());
            assertThat(summary.latencyNs().missing())
                    .isEqualTo(summary.deliveries().expectedInWindow());
            assertThat(summary.latencyNs().p50()).isNull();
            assertThat(summary.ledger().lost()).isEqualTo(2 * summary.messages().sent());
            assertThat(summary.sendLagNs().count()).isEqualTo(summary.messages().scheduledInWindow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderReadsTheRestInTheDrainAndItsLatenciesDoNotCount(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().over(transport)) {
            Summary summary = Runs.run(server, "SLOW_READERS", "3", "SLOW_READER_BYTES_PER_SECOND", "100");
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().expectedInWindow())
                    .isEqualTo(7 * summary.messages().scheduledInWindow())
                    .isEqualTo(summary.latencyNs().count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWindowsRateCountsFreeReadersFirstDeliveriesOfThisRunAlone(Transport transport) throws Exception {
        String ofAnotherRun = Frames.of(1, 0, 128, 0, 0);
        try (TestServer server = new TestServer((number, line, members) -> {
                    TestServer.toAll(number, line, members);
                    TestServer.toAll(number, line, members);
                    for (TestServer.Member member : members) {
                        member.send(ofAnotherRun);
                    }
                })
                .over(transport)) {
            Summary summary =
                    Runs.run(server, "SLOW_READERS", "3", "SLOW_READER_BYTES_PER_SECOND", "100000", "DRAIN", "300ms");
            assertThat(summary.ledger().ofOtherRuns()).isPositive();
            // At the window's edges messages arrive that were due just before it, and some that were due in it come
            // later.
            assertThat(summary.deliveries().arrivedInWindow())
                    .isBetween(
                            summary.deliveries().expectedInWindow() * 7 / 10,
                            summary.deliveries().expectedInWindow() * 13 / 10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderThatTheServerEndsWithAByeIsCutOff(Transport transport) throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    for (TestServer.Member member : members) {
                        if (number == 40 && member.name().equals("c000009")) {
                            member.send("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
                            member.close();
                        } else if (!member.isClosed()) {
                            member.send(line);
                        }
                    }
                })
                .over(transport)) {
            Summary summary = Runs.run(server, "SLOW_READERS", "1", "SLOW_READER_BYTES_PER_SECOND", "100");
            assertThat(summary.closed()).containsOnlyKeys("slow_consumer");
            assertThat(summary.ledger().cutOff())
                    .isEqualTo(new Summary.CutOff(1, summary.messages().sent() - 40));
            assertThat(summary.ledger().lost()).isZero();
        }
    }
}
