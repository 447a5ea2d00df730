package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRateTest {
    private static final String REFUSED = "chatlab_server_messages_refused_total{reason=\"too_fast\"}";

    /** The first is read the fast way, the second is not, as its name has an escape. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{\"clientId\":\"ada\",\"Message\":\"hi\"}", "{\"clientId\":\"\\u0061da\",\"Message\":\"hi\"}"})
    void aMessageThatComesTooSoonIsRefusedAndReachesNobody(String message) throws Exception {
        try (TestServer server = TestServer.start("MAX_MESSAGE_RATE", "1");
                Client bob = server.named("bob");
                Client ada = server.named("ada")) {
            long startNs = System.nanoTime();
            ada.send((message + "\n").repeat(100) + "{\"type\":\"quit\"}\n");
            int refused = Collections.frequency(
                    ada.lines(),
                    "{\"type\":\"error\",\"code\":\"too_fast\",\"message\":\"This came too soon: a connection's messages, hellos, joins, leaves and questions may be 1 a second.\",\"fatal\":false}");
            int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs) + 1;
            assertThat(refused).isBetween(99 - seconds, 99);
            assertThat(server.metric(REFUSED)).isEqualTo(refused);
            int accepted = 100 - refused;
            assertThat(server.metric("chatlab_server_messages_received_total")).isEqualTo(accepted);
            for (int i = 0; i < accepted; i++) {
                assertThat(bob.line()).isEqualTo(message);
            }
            bob.expectNothingMore();
        }
    }

    @Test
    void whatIsRefusedDoesNotCountAsAcceptedAndOtherFramesAreNotLimited() throws Exception {
        try (TestServer server = TestServer.start("MAX_MESSAGE_RATE", "1");
                Client ada = server.named("ada")) {
            String other = "{\"type\":\"ping\"}\n{\"clientId\":\"ada\",\"Message\":\"x\",\"room\":\"rust\"}\n";
            ada.send(other.repeat(10) + "{\"clientId\":\"ada\",\"Message\":\"hi\"}\n".repeat(10));
            for (int i = 0; i < 10; i++) {
                assertThat(ada.line()).contains("pong");
                assertThat(ada.line()).contains("not_in_room");
            }
            ada.send("{\"type\":\"quit\"}\n");
            String last = ada.lines().getLast();
            int accepted = (int) server.metric("chatlab_server_messages_received_total");
            assertThat(accepted).isBetween(1, 9);
            assertThat(last).isEqualTo("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":" + accepted + "}");
        }
    }

    /** Each takes the one token that there is, and the next one finds none, whatever it asks for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"join\",\"room\":\"rust\"}",
                "{\"type\":\"join\",\"room\":\"global\",\"history\":1}",
                "{\"type\":\"leave\",\"room\":\"global\"}",
                "{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\"]}",
                "{\"type\":\"rooms\"}",
                "{\"type\":\"members\",\"room\":\"global\"}",
                "{\"clientId\":\"ada\",\"Message\":\"x\",\"to\":\"ada\"}"
            })
    void whatCostsOthersSomethingIsLimitedToo(String frame) throws Exception {
        try (TestServer server = TestServer.start("MAX_MESSAGE_RATE", "1");
                Client ada = server.named("ada")) {
            ada.send((frame + "\n").repeat(50) + "{\"type\":\"quit\"}\n");
            List<String> heard = ada.lines();
            assertThat(heard).filteredOn(line -> line.contains("too_fast")).hasSizeGreaterThan(40);
            assertThat(heard)
                    .filteredOn(line -> !line.contains("too_fast"))
                    .as("what there was a token for, and bye")
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void everyConnectionHasItsOwnRateAndWithoutTheSettingThereIsNone() throws Exception {
        try (TestServer server = TestServer.start("MAX_MESSAGE_RATE", "1");
                Client ada = server.named("ada");
                Client bob = server.named("bob")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
            assertThat(ada.line()).contains("hi");
            bob.send("{\"clientId\":\"bob\",\"Message\":\"hi\"}\n");
            assertThat(ada.line()).contains("hi");
        }
        try (TestServer server = TestServer.start();
                Client ada = server.named("ada")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n".repeat(5_000) + "{\"type\":\"quit\"}\n");
            assertThat(ada.lines()).last().asString().contains("\"accepted\":5000");
        }
    }
}
