package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.Peer.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rooms that a user is in with all connections, over any two transports, on one loop and between loops. */
@ParameterizedClass
@MethodSource("combinations")
class MembershipsTest {
    private static final String JOINED = "{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}";
    private static final String LEFT = "{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}";

    private final Transport first;
    private final Transport second;
    private final TestServer server;
    private final List<Peer> peers = new ArrayList<>();

    MembershipsTest(Transport first, Transport second, String loops) {
        this.first = first;
        this.second = second;
        server = TestServer.start("EVENT_LOOPS", loops, "MAX_ROOMS_PER_CONNECTION", "3");
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Transport.values())
                .flatMap(first -> Stream.of(Transport.values())
                        .flatMap(second -> Stream.of("1", "3").map(loops -> Arguments.of(first, second, loops))));
    }

    @AfterEach
    void stop() throws Exception {
        for (Peer peer : peers) {
            peer.close();
        }
        server.close();
    }

    private Peer kept(Peer peer) {
        peers.add(peer);
        return peer;
    }

    private void ask(String method, String room, String clientId, int status) throws IOException {
        try (Client client = server.connect()) {
            assertThat(client.send(method + " /api/rooms/" + room + "/members/" + clientId
                                    + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .rest())
                    .startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void allDevicesAreInTheRoomThoseThatAreThereAndThoseThatCome() throws Exception {
        Peer phone = kept(first.connect(server, "ada"));
        Peer laptop = kept(second.connect(server, "ada"));
        Peer bob = kept(first.connect(server, "bob", "rust"));
        ask("PUT", "rust", "ada", 204);
        phone.expect(JOINED); // before the answer, which bob's message comes after
        laptop.expect(JOINED);
        Peer tablet = kept(second.connect(server));
        tablet.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"java\"]}");
        assertThat(tablet.hear()).contains("\"welcome\"").contains("\"rooms\":[\"java\",\"rust\"]");
        Peer watch = kept(first.connect(server));
        watch.say("{\"clientId\":\"ada\",\"Message\":\"without a hello\",\"room\":\"global\"}");
        watch.expect(JOINED);
        for (Peer device : List.of(phone, laptop, watch)) {
            device.expect("{\"clientId\":\"ada\",\"Message\":\"without a hello\",\"room\":\"global\"}");
        }
        String hi = "{\"clientId\":\"bob\",\"Message\":\"hi\",\"room\":\"rust\"}";
        bob.say(hi);
        for (Peer device : List.of(phone, laptop, tablet, watch, bob)) {
            device.expect(hi);
        }
        laptop.say("{\"clientId\":\"ada\",\"Message\":\"hi bob\",\"room\":\"rust\"}");
        bob.expect("{\"clientId\":\"ada\",\"Message\":\"hi bob\",\"room\":\"rust\"}");
        for (Peer device : List.of(phone, laptop, tablet, watch)) {
            device.expect("{\"clientId\":\"ada\",\"Message\":\"hi bob\",\"room\":\"rust\"}");
        }
        ask("DELETE", "rust", "ada", 204);
        for (Peer device : List.of(phone, laptop, tablet, watch)) {
            device.expect(LEFT);
        }
        bob.say(hi);
        bob.expect(hi);
        for (Peer device : List.of(phone, laptop, tablet, watch)) {
            device.expectNothingMore();
        }
        Peer late = kept(first.connect(server));
        late.say("{\"type\":\"hello\",\"clientId\":\"ada\"}");
        assertThat(late.hear()).contains("\"rooms\":[\"global\"]");
    }

    @Test
    void joiningAndLeavingTwiceIsDoingItOnce() throws Exception {
        Peer ada = kept(first.connect(server, "ada"));
        ask("PUT", "rust", "ada", 204);
        ask("PUT", "rust", "ada", 204);
        ada.expect(JOINED);
        ask("DELETE", "rust", "ada", 204);
        ask("DELETE", "rust", "ada", 204);
        ada.expect(LEFT);
        ada.expectNothingMore();
        kept(second.connect(server, "bob")).expectNothingMore();
    }

    @Test
    void aConnectionWithoutAPlaceIsToldAndGoesOn() throws Exception {
        Peer ada = kept(first.connect(server, "ada", "a", "b", "c"));
        ask("PUT", "rust", "ada", 204);
        ada.expectError("too_many_rooms");
        ada.expectNothingMore();
        Peer other = kept(second.connect(server));
        other.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"a\",\"b\",\"c\"]}");
        other.expectError("too_many_rooms");
        assertThat(other.hear()).contains("\"welcome\"").contains("\"rooms\":[\"a\",\"b\",\"c\"]");
        ask("PUT", "x", "ada", 204);
        ada.expectError("too_many_rooms");
        ask("PUT", "y", "ada", 204);
        ask("PUT", "z", "ada", 409);
    }

    /** Who has left by itself, or has been somewhere else since, comes back with the next connection alone. */
    @Test
    void aConnectionMayLeaveByItself() throws Exception {
        ask("PUT", "rust", "ada", 204);
        Peer ada = kept(first.connect(server, "ada"));
        ada.say("{\"type\":\"leave\",\"room\":\"rust\"}");
        ada.expect(LEFT);
        Peer other = kept(second.connect(server));
        other.say("{\"type\":\"hello\",\"clientId\":\"ada\"}");
        assertThat(other.hear()).contains("\"rooms\":[\"global\",\"rust\"]");
    }
}
