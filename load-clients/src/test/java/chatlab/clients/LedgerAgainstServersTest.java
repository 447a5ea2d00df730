package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.connection.Transport;
import chatlab.generator.summary.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger over real sockets: every fault is found and named, none is invented. */
class LedgerAgainstServersTest {
    @ParameterizedTest
    @EnumSource
    void aGoodServersLedgerIsExact(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().over(transport)) {
            Summary summary = Runs.run(server);
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.messages().scheduled()).isBetween(119L, 121L);
            assertThat(summary.messages().sent()).isEqualTo(summary.messages().scheduled());
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.deliveries().expected())
                    .isEqualTo(summary.messages().sent() * 10);
            assertThat(summary.deliveries().recordedInWindow())
                    .isEqualTo(summary.deliveries().expectedInWindow())
                    .isEqualTo(summary.messages().scheduledInWindow() * 10);
            assertThat(summary.closed()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void roomsAreAccountedSeparately(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().over(transport)) {
            Summary summary = Runs.run(server, "ROOMS", "3", "TALKERS", "4");
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isLessThan(summary.messages().sent() * 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedMessageIsLostAndNamed(Transport transport) throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    for (TestServer.Member member : members) {
                        if (number != 20 || !member.name().equals("c000004")) {
                            member.send(line);
                        }
                    }
                })
                .over(transport)) {
            Summary summary = Runs.run(server, "TALKERS", "1", "DRAIN", "300ms");
            assertThat(summary.ledger().exact()).isFalse();
            assertThat(summary.ledger().lost()).isEqualTo(1);
            assertThat(summary.ledger().duplicated() + summary.ledger().reordered())
                    .isZero();
            assertThat(summary.ledger().examples())
                    .containsExactly("message 20 of c000000 was never received by c000004");
            assertThat(summary.invalid()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDuplicateIsNamedAndItsLatencyDoesNotCount(Transport transport) throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    TestServer.toAll(number, line, members);
                    if (number == 50) {
                        members.getFirst().send(line);
                    }
                })
                .over(transport)) {
            Summary summary = Runs.run(server, "TALKERS", "1");
            assertThat(summary.ledger().duplicated()).isEqualTo(1);
            assertThat(summary.ledger().lost() + summary.ledger().reordered()).isZero();
            assertThat(summary.deliveries().recordedInWindow())
                    .isEqualTo(summary.deliveries().expectedInWindow());
            assertThat(summary.ledger().examples())
                    .singleElement()
                    .asString()
                    .contains("message 50 of c000000", "again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsCutBehindItsStampIsDamagedButNotLost(Transport transport) throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    byte[] shorter = Arrays.copyOf(line, line.length - 1);
                    shorter[shorter.length - 1] = '\n';
                    for (TestServer.Member member : members) {
                        member.send(number == 20 && member.name().equals("c000004") ? shorter : line);
                    }
                })
                .over(transport)) {
            Summary summary = Runs.run(server, "TALKERS", "1");
            assertThat(summary.ledger().exact()).isFalse();
            assertThat(summary.ledger().damaged()).isEqualTo(1);
            assertThat(summary.ledger().lost() + summary.ledger().foreign()).isZero();
            assertThat(summary.ledger().examples())
                    .containsExactly(
                            "message 20 of c000000 was received longer or shorter than it was sent by c000004");
            assertThat(Essentials.of(summary)).contains("not exact: 1 damaged\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomThatIsNotSplicedInIsDamage(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().over(transport).withoutSplice()) {
            Summary summary = Runs.run(server, "ROOMS", "2");
            assertThat(summary.ledger().damaged())
                    .isEqualTo(summary.deliveries().received())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOvertakenMessageIsReorderedAndNothingElse(Transport transport) throws Exception {
        List<byte[]> held = new ArrayList<>();
        try (TestServer server = new TestServer((number, line, members) -> {
                    if (number == 30) {
                        held.add(line);
                        return;
                    }
                    TestServer.toAll(number, line, members);
                    if (number == 31) {
                        TestServer.toAll(30, held.getFirst(), members);
                    }
                })
                .over(transport)) {
            Summary summary = Runs.run(server, "TALKERS", "1");
            assertThat(summary.ledger().reordered()).isEqualTo(10);
            assertThat(summary.ledger().lost() + summary.ledger().duplicated()).isZero();
        }
    }

    /** A server that keeps messages 10 to 12 from one member and tells it in their place how many it missed. */
    private static TestServer withGapAt10To12(String slow, int missed) throws IOException {
        return new TestServer((number, line, members) -> {
            for (TestServer.Member member : members) {
                if (!member.name().equals(slow) || number < 10 || number > 12) {
                    member.send(line);
                } else if (number == 12) {
                    member.send("{\"type\":\"gap\",\"room\":\"global\",\"missed\":" + missed + "}");
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aGapThatIsToldIsNotALoss(Transport transport) throws Exception {
        try (TestServer server = withGapAt10To12("c000007", 3).over(transport)) {
            Summary summary = Runs.run(server);
            assertThat(summary.ledger().gaps()).isEqualTo(new Summary.Gaps(1, 3));
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.ledger().exact()).isFalse();
            assertThat(summary.ledger().examples()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGapOfMoreThanWasMissedIsNamed(Transport transport) throws Exception {
        try (TestServer server = withGapAt10To12("c000007", 5).over(transport)) {
            Summary summary = Runs.run(server);
            assertThat(summary.ledger().gaps()).isEqualTo(new Summary.Gaps(1, 5));
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.ledger().examples())
                    .containsExactly("c000007 was told that it missed 5 messages, but 3 were missing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGapOfFewerThanWereMissedLeavesTheOthersLost(Transport transport) throws Exception {
        try (TestServer server = withGapAt10To12("c000007", 2).over(transport)) {
            Summary summary = Runs.run(server, "DRAIN", "300ms");
            assertThat(summary.ledger().gaps()).isEqualTo(new Summary.Gaps(1, 2));
            assertThat(summary.ledger().lost()).isEqualTo(1);
            assertThat(summary.ledger().examples()).containsExactly("c000007 missed 3 messages and was told of 2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientMissesAfterItsByeIsCutOff(Transport transport) throws Exception {
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
            Summary summary = Runs.run(server);
            assertThat(summary.closed()).containsExactly(java.util.Map.entry("slow_consumer", 1L));
            assertThat(summary.ledger().cutOff().receivers()).isEqualTo(1);
            assertThat(summary.ledger().cutOff().missed())
                    .isEqualTo(summary.messages().sent() - 40);
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.invalid()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServerDidNotAcceptOfASenderItEndedIsOwedToNobody(Transport transport) throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    TestServer.toAll(number, line, members);
                    if (number == 40) {
                        for (TestServer.Member member : members) {
                            if (member.name().equals("c000000")) {
                                member.send("{\"type\":\"bye\",\"reason\":\"idle\",\"accepted\":41}");
                                member.close();
                            }
                        }
                    }
                })
                .over(transport)) {
            Summary summary = Runs.run(server, "TALKERS", "1");
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.deliveries().expected()).isEqualTo(410);
            assertThat(summary.messages().unsent()).isPositive();
            assertThat(summary.latencyNs().missing()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPingIsAnsweredWithAPong(Transport transport) throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    if (number == 10) {
                        for (TestServer.Member member : members) {
                            member.send("{\"type\":\"ping\"}");
                        }
                    }
                    TestServer.toAll(number, line, members);
                })
                .over(transport)) {
            assertThat(Runs.run(server).ledger().exact()).isTrue();
            assertThat(server.answers()).hasSize(10).allMatch(answer -> answer.endsWith(" {\"type\":\"pong\"}"));
        }
    }

    @Test
    void nioKeepsTheSameAccounts() throws Exception {
        try (TestServer server = TestServer.good()) {
            Summary summary = Runs.run(server, "IO", "nio");
            assertThat(summary.configuration()).containsEntry("IO", "nio");
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.messages().sent() * 10)
                    .isPositive();
        }
    }
}
