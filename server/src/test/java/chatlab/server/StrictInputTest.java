package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one client sends, it gets its documented answer, and the chat of others goes on. */
class StrictInputTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> refusedLines() {
        return Stream.of(
                arguments("broken JSON", "{\"clientId\":\"eve\",\"Message\":}", "malformed"),
                arguments(
                        "a member twice", "{\"clientId\":\"eve\",\"clientId\":\"eve\",\"Message\":\"x\"}", "malformed"),
                arguments("more after the object", "{\"clientId\":\"eve\",\"Message\":\"x\"}{}", "malformed"),
                arguments("a raw control character", "{\"clientId\":\"eve\",\"Message\":\"\u0001\"}", "malformed"),
                arguments("no Message", "{\"clientId\":\"eve\"}", "malformed"),
                arguments("a Message that is no text", "{\"clientId\":\"eve\",\"Message\":1}", "malformed"),
                arguments("an unknown type", "{\"type\":\"dance\"}", "unknown_type"),
                arguments("an empty name", "{\"clientId\":\"\",\"Message\":\"x\"}", "invalid_name"),
                arguments("invalid UTF-8", "{\"clientId\":\"eve\",\"Message\":\"\u00ff\"}", "malformed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedLines")
    void aRefusedLineIsAnsweredAndTheConnectionLives(String what, String line, String code) throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client eve = server.connect()) {
            eve.send((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(eve.line())
                    .startsWith("{\"type\":\"error\",\"code\":\"" + code + "\",\"message\":\"")
                    .endsWith("\",\"fatal\":false}");
            chatGoesOn(ada, bob);
            assertThat(eve.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"still here\"}");
            eve.send("{\"clientId\":\"eve\",\"Message\":\"me too\"}\n");
            assertThat(bob.line()).isEqualTo("{\"clientId\":\"eve\",\"Message\":\"me too\"}");
        }
    }

    @Test
    void aLineThatIsTooLongIsAnsweredAndEndsTheConnectionHoweverMuchFollows() throws Exception {
        String tooLong = "{\"clientId\":\"eve\",\"Message\":\"" + "x".repeat(20_001 - 31) + "\"}";
        assertThat(tooLong).hasSize(20_001);
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client eve = server.connect();
                Client mallory = server.connect()) {
            eve.send(tooLong + "\n").send("x".repeat(1_000_000));
            mallory.send("{" + "x".repeat(1_000_000));
            String answer =
                    "{\"type\":\"error\",\"code\":\"too_long\",\"message\":\"A line may have at most 20000 bytes without its end.\",\"fatal\":true}\n";
            assertThat(eve.rest()).isEqualTo(answer);
            assertThat(mallory.rest()).isEqualTo(answer);
            chatGoesOn(ada, bob);
        }
    }

    @Test
    void httpIsAnsweredWithAPlain404() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client browser = server.connect()) {
            browser.send("GE").send("T / HTTP/1.1\r\nHost: x\r\n\r\n");
            String answer = browser.rest();
            assertThat(answer).startsWith("HTTP/1.1 404 Not Found\r\n").contains("\r\nConnection: close\r\n");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(answer).contains("\r\nContent-Length: " + body.length() + "\r\n");
            chatGoesOn(ada, bob);
        }
    }

    @Test
    void plainTextWithoutANameIsAnsweredWithASentence() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client person = server.connect()) {
            person.send("Guten Tag\r\n");
            assertThat(person.line()).isEqualTo("ERROR Say JOIN <room> <name> first; HELP tells more.\r");
            chatGoesOn(ada, bob);
        }
    }

    @Test
    void binaryNoiseIsToldThatItIsMalformedAndTlsIsClosed() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client noise = server.connect();
                Client tls = server.connect()) {
            noise.send(new byte[] {(byte) 0xfe, 0, 1, 2, (byte) 0xff});
            assertThat(noise.rest())
                    .startsWith("{\"type\":\"error\",\"code\":\"malformed\"")
                    .endsWith("\"fatal\":true}\n");
            tls.send(new byte[] {0x16, 3, 1, 0, 5});
            assertThat(tls.rest()).isEmpty();
            chatGoesOn(ada, bob);
        }
    }

    @Test
    void whoFloodsAndNeverReadsTheAnswersIsEndedAsSlow() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client mallory = Client.connectWithSmallBuffer(server.port())) {
            mallory.hello("mallory", "flood");
            double before = server.metric("chatlab_server_bytes_received_total");
            // Seven mebibytes of answers, where one and what the sockets hold may wait.
            byte[] garbage = "x\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
            mallory.send(garbage);
            await().until(() -> server.metric("chatlab_server_bytes_received_total") >= before + garbage.length);

            List<String> heard = mallory.lines();

            assertThat(heard.removeLast()).isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            assertThat(heard).allMatch(line -> line.contains("\"malformed\""));
            assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
            chatGoesOn(ada, bob);
        }
    }

    private static void chatGoesOn(Client ada, Client bob) throws Exception {
        ada.send("{\"clientId\":\"ada\",\"Message\":\"still here\"}\n");
        assertThat(ada.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"still here\"}");
        assertThat(bob.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"still here\"}");
    }
}
