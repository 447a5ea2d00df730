package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.Peer.Transport;
import chatlab.server.transport.Io;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chat can do, between any two transports, on one loop and between loops, with every strategy and every way of I/O. */
@ParameterizedClass
@MethodSource("combinations")
class FeaturesTest {
    private static final Pattern NUMBER = Pattern.compile("\"Message\":\"([0-9]+)\"");

    private final Transport adas;
    private final Transport bobs;
    private final TestServer server;

    /** Whether a socket is as good as full after every write, so that what waits behind it is overtaken. */
    private final boolean mayAnnounceEarly;

    private final List<Peer> peers = new ArrayList<>();

    FeaturesTest(Transport adas, Transport bobs, String loops, String broadcast, Io io) {
        this.adas = adas;
        this.bobs = bobs;
        mayAnnounceEarly = io == Io.IO_URING;
        server = TestServer.start(
                "EVENT_LOOPS",
                loops,
                "BROADCAST",
                broadcast,
                "IO",
                io.name().toLowerCase(Locale.ROOT),
                "ANNOUNCE_BELOW",
                "5");
    }

    static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (Transport adas : Transport.values()) {
            for (Transport bobs : Transport.values()) {
                for (String loops : List.of("1", "3")) {
                    for (String broadcast : List.of("log", "batched", "naive")) {
                        all.add(Arguments.of(adas, bobs, loops, broadcast, Io.best()));
                    }
                    Stream.of(Io.values())
                            .filter(io -> io != Io.best() && io.obstacle().isEmpty())
                            .forEach(io -> all.add(Arguments.of(adas, bobs, loops, "log", io)));
                }
            }
        }
        return all.stream();
    }

    @AfterEach
    void stop() throws Exception {
        for (Peer peer : peers) {
            peer.close();
        }
        server.close();
    }

    private Peer ada(String... rooms) throws Exception {
        return connected(adas, "ada", rooms);
    }

    private Peer bob(String... rooms) throws Exception {
        return connected(bobs, "bob", rooms);
    }

    /** One whom those that come later don't hear of: its rooms' owner loops have told of it. */
    private Peer connected(Transport transport, String clientId, String... rooms) throws Exception {
        Peer peer = kept(transport.connect(server, clientId, rooms));
        for (String room : rooms.length == 0 ? new String[] {"global"} : rooms) {
            peer.say("{\"type\":\"members\",\"room\":\"" + room + "\"}");
            assertThat(peer.hear()).contains("\"type\":\"members\"").contains('"' + clientId + '"');
        }
        return peer;
    }

    private Peer kept(Peer peer) {
        peers.add(peer);
        return peer;
    }

    @Test
    void aRoomThatIsJoinedIsHeardUntilItIsLeft() throws Exception {
        Peer ada = ada("java");
        Peer bob = bob("rust");
        ada.say("{\"type\":\"join\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        bob.say("{\"clientId\":\"bob\",\"Message\":\"1\"}");
        bob.expect("{\"clientId\":\"bob\",\"Message\":\"1\",\"room\":\"rust\"}");
        ada.expect("{\"clientId\":\"bob\",\"Message\":\"1\",\"room\":\"rust\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"2\",\"room\":\"rust\"}");
        ada.expect("{\"clientId\":\"ada\",\"Message\":\"2\",\"room\":\"rust\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"home\"}");
        ada.expect("{\"clientId\":\"ada\",\"Message\":\"home\",\"room\":\"java\"}");
        bob.expect("{\"clientId\":\"ada\",\"Message\":\"2\",\"room\":\"rust\"}");
        ada.say("{\"type\":\"leave\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        bob.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        bob.say("{\"clientId\":\"bob\",\"Message\":\"3\"}");
        bob.expect("{\"clientId\":\"bob\",\"Message\":\"3\",\"room\":\"rust\"}");
        ada.expectNothingMore();
        ada.say("{\"clientId\":\"ada\",\"Message\":\"4\",\"room\":\"rust\"}");
        ada.expectError("not_in_room");
    }

    @Test
    void joiningAgainIsAnsweredAndChangesNothing() throws Exception {
        Peer bob = bob("rust");
        Peer ada = ada("rust");
        bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        ada.say("{\"type\":\"join\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"once\"}");
        ada.expect("{\"clientId\":\"ada\",\"Message\":\"once\",\"room\":\"rust\"}");
        ada.expectNothingMore();
        bob.expect("{\"clientId\":\"ada\",\"Message\":\"once\",\"room\":\"rust\"}");
        bob.expectNothingMore();
    }

    @Test
    void whoLeavesAllRoomsIsInNoneUntilItJoinsOne() throws Exception {
        Peer ada = ada();
        ada.say("{\"type\":\"leave\",\"room\":\"global\"}");
        ada.expect("{\"type\":\"left\",\"room\":\"global\",\"clientId\":\"ada\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"x\"}");
        ada.expectError("not_in_room");
        ada.say("{\"type\":\"leave\",\"room\":\"global\"}");
        ada.expectError("not_in_room");
        Peer bob = bob();
        bob.say("{\"clientId\":\"bob\",\"Message\":\"x\"}");
        bob.expect("{\"clientId\":\"bob\",\"Message\":\"x\"}");
        ada.expectNothingMore();
        ada.say("{\"type\":\"join\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"home\"}");
        ada.expect("{\"clientId\":\"ada\",\"Message\":\"home\",\"room\":\"rust\"}");
    }

    @Test
    void whoJoinsIsToldWhatWasSaidBefore() throws Exception {
        Peer bob = bob("rust");
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            bob.say("{\"clientId\":\"bob\",\"Message\":\"" + i + "\"}");
            said.add("{\"clientId\":\"bob\",\"Message\":\"" + i + "\",\"room\":\"rust\"}");
            bob.expect(said.getLast());
        }
        Peer ada = ada();
        ada.say("{\"type\":\"join\",\"room\":\"rust\",\"history\":2}");
        ada.expect(
                "{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}",
                "{\"type\":\"history\",\"room\":\"rust\",\"messages\":[" + said.get(58) + "," + said.get(59) + "]}");
        ada.say("{\"type\":\"join\",\"room\":\"rust\",\"history\":1000}");
        ada.expect(
                "{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}",
                "{\"type\":\"history\",\"room\":\"rust\",\"messages\":[" + String.join(",", said.subList(10, 60))
                        + "]}");
        ada.say("{\"type\":\"join\",\"room\":\"go\",\"history\":5}");
        ada.expect(
                "{\"type\":\"joined\",\"room\":\"go\",\"clientId\":\"ada\"}",
                "{\"type\":\"history\",\"room\":\"go\",\"messages\":[]}");
        assertThat(server.metric("chatlab_server_messages_received_total")).isEqualTo(60);
    }

    /** Whenever somebody comes: what it is told and what it hears are all messages, each once, in order. */
    @Test
    void betweenWhatWasSaidAndWhatIsHeardNothingIsMissingOrDouble() throws Exception {
        Peer bob = bob("rust");
        Peer ada = ada();
        AtomicBoolean talking = new AtomicBoolean(true);
        FutureTask<Boolean> talk = new FutureTask<>(() -> {
            for (int i = 0; talking.get(); i++) {
                bob.say("{\"clientId\":\"bob\",\"Message\":\"" + i + "\"}");
                for (String heard = bob.hear(); heard.startsWith("{\"type\""); heard = bob.hear()) {
                    // of ada, who comes and goes
                }
            }
            return true;
        });
        Thread.ofVirtual().start(talk);
        for (int round = 0; round < 50; round++) {
            ada.say("{\"type\":\"join\",\"room\":\"rust\",\"history\":1000}");
            for (String heard = ada.hear(); !heard.contains("joined"); heard = ada.hear()) {
                // what was still on its way when it left
            }
            List<Integer> past = List.of();
            List<Integer> live = new ArrayList<>();
            boolean told = false;
            while (!told || live.isEmpty()) {
                String heard = ada.hear();
                if (heard.contains("\"type\":\"history\"")) {
                    past = numbers(heard);
                    told = true;
                } else {
                    assertThat(heard).doesNotContain("gap");
                    live.addAll(numbers(heard));
                }
            }
            ada.say("{\"type\":\"leave\",\"room\":\"rust\"}");
            for (String heard = ada.hear(); !heard.contains("left"); heard = ada.hear()) {
                assertThat(heard).doesNotContain("gap");
                live.addAll(numbers(heard));
            }
            List<Integer> all = new ArrayList<>(past);
            all.addAll(live);
            assertThat(all)
                    .as("told %s, heard %s", past, live)
                    .isEqualTo(IntStream.rangeClosed(all.getFirst(), all.getLast())
                            .boxed()
                            .toList());
        }
        talking.set(false);
        assertThat(talk.get()).isTrue();
    }

    private static List<Integer> numbers(String frame) {
        return NUMBER.matcher(frame)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void oneOfTwoDevicesComesAndGoesUnannounced() throws Exception {
        Peer bob = bob("rust");
        Peer phone = ada("rust");
        bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        Peer desk = connected(bobs, "ada", "rust");
        desk.say("{\"clientId\":\"ada\",\"Message\":\"both\"}");
        for (Peer each : List.of(desk, phone, bob)) {
            each.expect("{\"clientId\":\"ada\",\"Message\":\"both\",\"room\":\"rust\"}");
        }
        phone.say("{\"type\":\"leave\",\"room\":\"rust\"}");
        phone.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        phone.say("{\"type\":\"members\",\"room\":\"rust\"}");
        phone.expect("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"ada\",\"bob\"],\"count\":2}");
        bob.expectNothingMore();
        desk.expectNothingMore();
        desk.leave();
        bob.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        bob.say("{\"type\":\"members\",\"room\":\"rust\"}");
        bob.expect("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"bob\"],\"count\":1}");
    }

    @Test
    void whatSomebodySaysStandsBetweenItsJoiningAndItsLeaving() throws Exception {
        Peer bob = bob("rust");
        for (int i = 0; i < 20; i++) {
            Peer ada = kept(adas.connect(server));
            ada.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\"]}")
                    .say("{\"clientId\":\"ada\",\"Message\":\"1\"}")
                    .say("{\"clientId\":\"ada\",\"Message\":\"2\"}")
                    .say("{\"type\":\"quit\"}");
            String[] expected = {
                "{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}",
                "{\"clientId\":\"ada\",\"Message\":\"1\",\"room\":\"rust\"}",
                "{\"clientId\":\"ada\",\"Message\":\"2\",\"room\":\"rust\"}",
                "{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}"
            };
            if (mayAnnounceEarly) {
                assertThat(List.of(bob.hear(), bob.hear(), bob.hear(), bob.hear()))
                        .containsExactlyInAnyOrder(expected);
            } else {
                bob.expect(expected);
            }
        }
    }

    @Test
    void aListenerIsAnnouncedWhenItHasAName() throws Exception {
        Peer bob = bob();
        Peer ada = kept(adas.connect(server));
        ada.say("{\"type\":\"join\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"joined\",\"room\":\"rust\"}");
        bob.expectNothingMore();
        ada.say("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        bob.expect(
                "{\"type\":\"joined\",\"room\":\"global\",\"clientId\":\"ada\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        ada.expect("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        ada.say("{\"type\":\"members\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"ada\"],\"count\":1}");
    }

    @Test
    void inALargeRoomNobodyIsAnnounced() throws Exception {
        Peer bob = bob("rust");
        for (int i = 0; i < 3; i++) {
            connected(adas, "c" + i, "rust");
            bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"c" + i + "\"}");
        }
        Peer ada = ada("rust");
        bob.expectNothingMore();
        ada.say("{\"type\":\"leave\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        ada.say("{\"type\":\"members\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"bob\",\"c0\",\"c1\",\"c2\"],\"count\":4}");
        bob.expectNothingMore();
    }

    @Test
    void roomsAreListedWithHowManyAreInThem() throws Exception {
        Peer ada = ada("rust", "java");
        bob("rust");
        ada.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"bob\"}");
        ada.say("{\"type\":\"rooms\"}");
        ada.expect(
                "{\"type\":\"rooms\",\"rooms\":[{\"name\":\"global\",\"members\":0},{\"name\":\"java\",\"members\":1},"
                        + "{\"name\":\"rust\",\"members\":2}],\"count\":3}");
        ada.say("{\"type\":\"members\",\"room\":\"go\"}");
        ada.expectError("no_such_room");
        ada.say("{\"type\":\"members\",\"room\":\"global\"}");
        ada.expect("{\"type\":\"members\",\"room\":\"global\",\"members\":[],\"count\":0}");
    }

    @Test
    void aPrivateMessageReachesAllDevicesOfBothByteForByteAndNobodyElse() throws Exception {
        List<Peer> both = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            both.add(connected(transport, "ada", "a-" + transport));
            both.add(connected(transport, "bob", "b-" + transport));
        }
        Peer ada = ada("java");
        Peer bob = bob("rust");
        both.add(ada);
        both.add(bob);
        Peer eve = connected(adas, "eve", "java", "rust");
        ada.expect("{\"type\":\"joined\",\"room\":\"java\",\"clientId\":\"eve\"}");
        bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"eve\"}");
        String there = " { \"to\":\"bob\", \"clientId\":\"ada\",\"Message\":\"psst \\u00fc }\",\"mood\":1} ";
        String back = "{\"clientId\":\"bob\",\"Message\":\"what?\",\"to\":\"ada\"}";
        ada.say(there);
        for (Peer each : both) {
            each.expect(there);
        }
        bob.say(back);
        for (Peer each : both) {
            each.expect(back);
            each.expectNothingMore();
        }
        eve.expectNothingMore();
        assertThat(server.metric("chatlab_server_private_messages_total")).isEqualTo(2);
        assertThat(server.metric("chatlab_server_private_deliveries_total")).isEqualTo(12);
        assertThat(server.metric("chatlab_server_messages_received_total")).isZero();
        ada.say("{\"type\":\"quit\"}");
        ada.expect("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":1}");
    }

    @Test
    void aPrivateMessageToOneselfComesOnceAndBindsTheName() throws Exception {
        Peer ada = kept(adas.connect(server));
        ada.say("{\"clientId\":\"ada\",\"Message\":\"note\",\"to\":\"ada\"}");
        ada.expect("{\"clientId\":\"ada\",\"Message\":\"note\",\"to\":\"ada\"}");
        ada.expectNothingMore();
        ada.say("{\"clientId\":\"eve\",\"Message\":\"note\",\"to\":\"ada\"}");
        ada.expectError("wrong_name");
    }

    @Test
    void aPrivateMessageToSomebodyWhoIsNotConnectedIsRefused() throws Exception {
        Peer ada = ada();
        Peer bob = bob();
        ada.expect("{\"type\":\"joined\",\"room\":\"global\",\"clientId\":\"bob\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"x\",\"to\":\"Bob\"}");
        ada.expectError("not_connected");
        bob.leave();
        ada.expect("{\"type\":\"left\",\"room\":\"global\",\"clientId\":\"bob\"}");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"x\",\"to\":\"bob\"}");
        ada.expectError("not_connected");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"x\",\"to\":\"ada\",\"room\":\"global\"}");
        ada.expectError("malformed");
        ada.say("{\"type\":\"quit\"}");
        ada.expect("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":0}");
    }
}
