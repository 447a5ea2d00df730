package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.clients.TestServer.Member;
import chatlab.clients.connection.Transport;
import chatlab.generator.summary.Summary;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that leave and come back, move from room to room or are cut off, over real sockets: their ledger stays true. */
class ComingAndGoingTest {
    private static final String[] CHURN = {"CHURNERS", "4", "CHURN_EVERY", "250ms", "DURATION", "2s"};
    private static final String[] HOPS = {
        "ROOMS", "3", "TALKERS", "3", "HOPPERS", "3", "HOP_EVERY", "250ms", "DURATION", "2s"
    };

    @TempDir
    private Path folder;

    /** How many messages each connection has been sent. */
    private final Map<Member, Integer> sent = new HashMap<>();

    /** How many connections have been sent so many messages: more than that, and a client has read what was sent well before. */
    private long connectionsSent(int messages) {
        return sent.values().stream().filter(count -> count >= messages).count();
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesAndComesBackIsOwedWhatWasSaidWhileItWasThere(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().over(transport)) {
            Summary summary = Runs.run(server, CHURN);
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.deliveries().expected())
                    .isLessThanOrEqualTo(summary.messages().sent() * 10);
            Summary.MoveFigures churn = summary.moves().churn();
            assertThat(churn.due()).isBetween(32L, 35L);
            assertThat(churn.begun())
                    .isPositive()
                    .isEqualTo(churn.done())
                    .isEqualTo(churn.ns().count());
            assertThat(churn.failed()).isZero();
            assertThat(summary.connects().attempted()).isEqualTo(10);
            assertThat(summary.closed()).isEmpty();
        }
    }

    @Test
    void whatAChurnerMissesWhileItIsThereIsLostAndNamed() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
            for (Member member : members) {
                // Well after its return: what is said while it comes back nobody can know it is owed.
                boolean dropped = member.name().equals("c000008") && sent.merge(member, 1, Integer::sum) == 10;
                if (!dropped) {
                    member.send(line);
                }
            }
        })) {
            Summary summary = Runs.run(server, CHURN);
            assertThat(summary.ledger().lost()).isPositive().isBetween(connectionsSent(60), connectionsSent(10));
            assertThat(summary.ledger().examples())
                    .isNotEmpty()
                    .allMatch(example -> example.endsWith("was never received by c000008"));
            assertThat(summary.ledger().duplicated() + summary.ledger().foreign())
                    .isZero();
        }
    }

    @Test
    void aServerThatForgetsWhoComesBackHasLostWhatTheyAreOwed() throws Exception {
        Set<String> known = new HashSet<>();
        Set<Member> forgotten = new HashSet<>();
        Set<Member> seen = new HashSet<>();
        try (TestServer server = new TestServer((number, line, members) -> {
            for (Member member : members) {
                if (seen.add(member) && !known.add(member.name())) {
                    forgotten.add(member);
                }
                if (!forgotten.contains(member)) {
                    member.send(line);
                }
            }
        })) {
            Summary summary =
                    Runs.run(server, "CHURNERS", "1", "CHURN_EVERY", "1s", "DURATION", "3s", "DRAIN", "300ms");
            assertThat(summary.moves().churn().done()).isGreaterThanOrEqualTo(2);
            assertThat(summary.ledger().lost()).isPositive();
            assertThat(summary.ledger().examples()).allMatch(example -> example.endsWith("received by c000009"));
            // Of the last stay every message is lost; of those before it nobody can say that the server would not have
            // come to them.
            assertThat(summary.ledger().silentStays())
                    .isEqualTo(summary.moves().churn().done() - 1);
        }
    }

    @Test
    void whatComesOnceMoreToWhoHasComeBackIsADuplicate() throws Exception {
        byte[][] last = new byte[1][];
        try (TestServer server = new TestServer((number, line, members) -> {
            for (Member member : members) {
                if (member.name().equals("c000009") && sent.merge(member, 1, Integer::sum) == 20) {
                    member.send(last[0]);
                }
                member.send(line);
            }
            last[0] = line;
        })) {
            Summary summary = Runs.run(server, CHURN);
            assertThat(summary.ledger().duplicated()).isPositive().isBetween(connectionsSent(60), connectionsSent(20));
            assertThat(summary.ledger().lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoMovesFromRoomToRoomIsOwedWhatIsSaidWhereItIs(Transport transport) throws Exception {
        try (TestServer server = TestServer.good().over(transport)) {
            Summary summary = Runs.run(server, HOPS);
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.deliveries().expected());
            Summary.MoveFigures hops = summary.moves().hops();
            assertThat(hops.due()).isBetween(24L, 27L);
            assertThat(hops.begun()).isPositive().isEqualTo(hops.done());
            assertThat(summary.moves().churn().due()).isZero();
        }
    }

    /** It sends every message to all hoppers, wherever they are. */
    @Test
    void whatIsSaidInARoomThatAHopperHasLeftIsForeign() throws Exception {
        Set<Member> all = new HashSet<>();
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            all.addAll(members);
            for (Member member : all) {
                if (!members.contains(member) && member.name().equals("c000008")) {
                    member.send(line);
                }
            }
        })) {
            Summary summary = Runs.run(server, HOPS);
            assertThat(summary.ledger().foreign()).isPositive();
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.ledger().exact()).isFalse();
        }
    }

    @Test
    void aMoveThatTheServerRefusesHasFailedAndChangesNothing() throws Exception {
        try (TestServer server = TestServer.good().refusingMoves()) {
            Summary summary = Runs.run(server, HOPS);
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.moves().hops().done()).isZero();
            assertThat(summary.moves().hops().failed())
                    .isPositive()
                    .isEqualTo(summary.moves().hops().begun())
                    .isEqualTo(summary.errors().get("too_many_rooms"));
        }
    }

    private static void cutOff(long number, Iterable<Member> members, String name) throws IOException {
        for (Member member : members) {
            if (number == 50 && member.name().equals(name)) {
                member.send("{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":0,\"retryAfterMillis\":300}");
                member.close();
            }
        }
    }

    @Test
    void whoIsCutOffComesBackNotBeforeTheServerWantsItTo() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            cutOff(number, members, "c000005");
        })) {
            Summary summary = Runs.run(server, "RECONNECT", "jitter", "DURATION", "3s");
            Summary.MoveFigures reconnects = summary.moves().reconnects();
            assertThat(reconnects.due()).isEqualTo(1);
            assertThat(reconnects.done()).isEqualTo(1);
            assertThat(reconnects.ns().p50()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
            assertThat(summary.closed()).isEqualTo(Map.of("shutdown", 1L));
            assertThat(summary.ledger().cutOff().receivers()).isEqualTo(1);
            assertThat(summary.ledger().cutOff().missed())
                    .isEqualTo(summary.deliveries().expected()
                            - summary.deliveries().received())
                    .isBetween(1L, summary.messages().sent() - 51);
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.ledger().exact()).isFalse();
        }
    }

    /** Its first attempts are turned away. */
    @Test
    void whoIsTurnedAwayTriesAgain() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
                    TestServer.toAll(number, line, members);
                    cutOff(number, members, "c000005");
                })
                .turningAwayAfter(10, 2)) {
            Summary summary = Runs.run(server, "RECONNECT", "jitter", "DURATION", "10s", "RATE", "50");
            Summary.MoveFigures reconnects = summary.moves().reconnects();
            assertThat(reconnects.due()).isEqualTo(1);
            assertThat(reconnects.failed()).isEqualTo(2);
            assertThat(reconnects.done()).isEqualTo(1);
            assertThat(summary.connects().failed()).isZero();
            assertThat(summary.ledger().lost()).isZero();
        }
    }

    @Test
    void aTalkerThatComesBackListens() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            cutOff(number, members, "c000001");
        })) {
            Summary summary = Runs.run(server, "RECONNECT", "jitter", "DURATION", "3s");
            assertThat(summary.moves().reconnects().done()).isEqualTo(1);
            assertThat(summary.messages().unsent()).isPositive();
            assertThat(summary.ledger().lost() + summary.ledger().foreign()).isZero();
        }
    }

    /** However it moves, it counts once, and nobody waits for it. */
    @ParameterizedTest
    @Timeout(40)
    @CsvSource({"never,c000007", "never,c000009", "jitter,c000007", "jitter,c000009"})
    void whoMovesAndIsCutOffIsNotWaitedFor(String reconnect, String name) throws Exception {
        AtomicBoolean cut = new AtomicBoolean();
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            for (Member member : members) {
                if (member.name().equals(name) && sent.merge(member, 1, Integer::sum) == 10 && !cut.getAndSet(true)) {
                    member.close();
                }
            }
        })) {
            Summary summary = Runs.run(
                    server,
                    "RECONNECT",
                    reconnect,
                    "ROOMS",
                    "2",
                    "HOPPERS",
                    "2",
                    "HOP_EVERY",
                    "200ms",
                    "CHURNERS",
                    "2",
                    "CHURN_EVERY",
                    "1s",
                    "DURATION",
                    "3s",
                    "DRAIN",
                    "1m");
            assertThat(summary.closed().values()).containsExactly(1L);
            assertThat(summary.ledger().cutOff().receivers()).isEqualTo(1);
            assertThat(summary.ledger().lost() + summary.ledger().foreign()).isZero();
            assertThat(summary.moves().churn().done())
                    .isEqualTo(summary.moves().churn().begun());
            assertThat(summary.moves().reconnects().due()).isEqualTo(reconnect.equals("never") ? 0 : 1);
            assertThat(summary.deliveries().received()
                            + summary.ledger().cutOff().missed())
                    .isEqualTo(summary.deliveries().expected());
        }
    }

    /** Where it was to go it has never been, and what is said there it does not miss. */
    @Test
    void whoIsCutOffWhileItMovesMissesWhatIsSaidWhereItWas() throws Exception {
        try (TestServer server = TestServer.good().closingMoves()) {
            Summary summary =
                    Runs.run(server, "ROOMS", "2", "TALKERS", "2", "HOPPERS", "1", "HOP_EVERY", "1s", "DURATION", "2s");
            assertThat(summary.moves().hops().failed()).isEqualTo(1);
            assertThat(summary.closed()).isEqualTo(Map.of("closed", 1L));
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.ledger().cutOff().missed())
                    .isPositive()
                    .isLessThanOrEqualTo(summary.messages().sent() / 2 + 1);
        }
    }

    @Test
    void aSlowReaderThatComesBackIsAccountedFor() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            cutOff(number, members, "c000009");
        })) {
            Summary summary = Runs.run(
                    server,
                    "RECONNECT",
                    "jitter",
                    "SLOW_READERS",
                    "1",
                    "SLOW_READER_BYTES_PER_SECOND",
                    "1000",
                    "DURATION",
                    "4s",
                    "DRAIN",
                    "10s");
            assertThat(summary.moves().reconnects().done()).isEqualTo(1);
            assertThat(summary.ledger().lost() + summary.ledger().duplicated()).isZero();
            assertThat(summary.deliveries().received()
                            + summary.ledger().cutOff().missed())
                    .isEqualTo(summary.deliveries().expected());
        }
    }

    /** Without a welcome nobody knows when the server has noticed who comes back. */
    @Test
    void whoComesBackWithoutBeingWelcomedIsOwedWhatFollowsItsFirstMessage() throws Exception {
        try (TestServer server = TestServer.good().noticingLate()) {
            Summary summary = Runs.run(
                    server.target(),
                    "DIALECT",
                    dialect().toString(),
                    "CHURNERS",
                    "4",
                    "CHURN_EVERY",
                    "400ms",
                    "DURATION",
                    "2s");
            assertThat(summary.moves().churn().done()).isPositive();
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.ledger().exact()).isTrue();
        }
    }

    private Path dialect() throws IOException {
        return Files.writeString(folder.resolve("silent.yaml"), """
                opening: ['{"type":"hello","clientId":"%c","rooms":["%r"]}']
                message: '{"clientId":"%c","Message":"%p"}'
                """);
    }

    @Test
    void whyNobodyComesBackIsSaid() throws Exception {
        try (TestServer server = TestServer.good().turningAwayAfter(10, 1000)) {
            Summary summary =
                    Runs.run(server, "CHURNERS", "1", "CHURN_EVERY", "1s", "DURATION", "2s", "DRAIN", "100ms");
            assertThat(summary.moves().churn().failed()).isPositive();
            assertThat(summary.moves().firstFailureToReturn()).startsWith("c000009 ");
            assertThat(summary.invalid()) // it is the server's doing
                    .noneMatch(invalid -> invalid.detail().contains("come back"));
        }
    }

    @Test
    void clientsConnectToSeveralTargetsInTurn() throws Exception {
        try (TestServer server = TestServer.good()) {
            Summary summary = Runs.run(server.target() + "," + server.secondTarget());
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(server.connectionsByPort().values()).containsExactly(5L, 5L);
        }
    }

    /** What is said in a room has to come from one target to the other. */
    @Test
    void eachRoomHasMembersAtEachTarget() throws Exception {
        try (TestServer server = TestServer.good()) {
            Summary summary = Runs.run(server.target() + "," + server.secondTarget(), "ROOMS", "2", "CLIENTS", "12");
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(server.membersByPortAndRoom().values()).containsExactly(3L, 3L, 3L, 3L);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOPPERS=1,ROOMS=1|HOPPERS is 1, but ROOMS is 1, and it has to be at least 2 for them to move between.",
                "HOPPERS=1,ROOMS=2,DIALECT=text|HOPPERS is 1, but DIALECT 'text' has no frames to move to another room with"
                        + " (move).",
                "CHURNERS=1|CHURNERS is 1 and CHURN_EVERY is 30s, but together they make 0.0 moves in WARMUP and DURATION, and it has"
                        + " to be at least one.",
                "ROOM_SIZES=zipf:1|ROOM_SIZES is 'zipf:1', but ROOMS is 1, and it has to be at least 2 for rooms to differ.",
                "CHURNERS=9|TALKERS is 2 and CHURNERS is 9, but together they have to be at most CLIENTS, which is 10.",
                "CLIENTS=10000,TALKERS=5000,CHURNERS=1000|HOPPERS is 0 and CHURNERS is 1000, but with the talkers that each of"
                        + " them hears they make 5,000,000 pairs to account for one by one, and it has to be at most 4,000,000.",
                "BURST_TALKERS=2,BURST_MESSAGES=1000|BURST_TALKERS is 2, BURST_MESSAGES is 1000, RATE is 200.0 messages/s and"
                        + " DURATION is 500ms, but together they have to make at least 1 of the bursts in the measured window, not"
                        + " 0.1."
            })
    void whatCanNotBeIsASentence(String settings, String sentence) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() ->
                        LoadConfig.read(Settings.of(Runs.environment("tcp://127.0.0.1:1", settings.split("[=,]", -1)))))
                .withMessage(sentence);
    }
}
