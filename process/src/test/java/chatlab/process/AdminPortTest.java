package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AdminPortTest {
    private final AdminPort port = AdminPort.open("127.0.0.1", 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        port.close();
    }

    @Test
    void requestIsAnsweredByItsHandler() throws Exception {
        port.on("GET", "/healthz", request -> AdminPort.Answer.text(200, "fine"))
                .on("POST", "/start", request -> AdminPort.Answer.json(202, request.body()));
        HttpResponse<String> health = send("GET", "/healthz?verbose=1", "");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(health.body()).isEqualTo("fine\n");
        HttpResponse<String> start = send("POST", "/start", "{\"é\":1}");
        assertThat(start.statusCode()).isEqualTo(202);
        assertThat(start.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(start.body()).isEqualTo("{\"é\":1}");
    }

    @Test
    void answerMayBeEmpty() throws Exception {
        port.on("GET", "/nothing", request -> AdminPort.Answer.json(204, new byte[0]));
        HttpResponse<String> answer = send("GET", "/nothing", "");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answerMayBeLargerThanASocketsBuffer() throws Exception {
        String large = "x".repeat(20_000_000);
        port.on("GET", "/large", request -> AdminPort.Answer.text(200, large));
        assertThat(send("GET", "/large", "").body()).hasSize(20_000_001);
    }

    @Test
    void headersAreFoundWhateverTheirCase() throws Exception {
        port.on("GET", "/header", r -> AdminPort.Answer.text(200, r.header("X-TWO-words") + r.header("X-None")));
        HttpRequest request = request("/header")
                .header("x-Two-Words", "a")
                .header("x-two-words", "b")
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("a,b\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz/", "/health", "/healthz/x", "/%2e%2e/healthz"})
    void pathNobodyAnswersIsNotFound(String path) throws Exception {
        port.on("GET", "/healthz", request -> AdminPort.Answer.text(200, "fine"));
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("There is nothing at this path.\n");
    }

    @Test
    void methodNobodyAnswersIsNotAllowedAndTheOthersAreNamed() throws Exception {
        port.on("POST", "/both", request -> AdminPort.Answer.text(200, "fine"))
                .on("GET", "/both", request -> AdminPort.Answer.text(200, "fine"));
        HttpResponse<String> answer = send("DELETE", "/both", "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(answer.body()).isEqualTo("This path takes GET, POST.\n");
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        port.on("GET", "/healthz", request -> AdminPort.Answer.text(200, "fine"));
        HttpResponse<String> answer = send("HEAD", "/healthz", "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void bodyOf64KibIsTakenAndALongerOneIsTooLarge() throws Exception {
        port.on("POST", "/size", r -> AdminPort.Answer.text(200, Integer.toString(r.body().length)));
        assertThat(send("POST", "/size", "x".repeat(65_536)).body()).isEqualTo("65536\n");
        for (int length : new int[] {65_537, 200_000, 1_000_000}) {
            HttpResponse<String> answer = send("POST", "/size", "x".repeat(length));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("A request may carry at most 65536 bytes.\n");
        }
    }

    @Test
    void handlerThatFailsIsAnsweredWith500AndTheNextRequestIsServed() throws Exception {
        port.on("GET", "/exception", r -> {
                    throw new IllegalStateException("on purpose, by AdminPortTest");
                })
                .on("GET", "/error", r -> {
                    throw new NoClassDefFoundError("on purpose, by AdminPortTest");
                })
                .on("GET", "/healthz", r -> AdminPort.Answer.text(200, "fine"));
        for (String path : List.of("/exception", "/error")) {
            HttpResponse<String> answer = send("GET", path, "");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("This request failed; the process's log says why.\n");
        }
        assertThat(send("GET", "/healthz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void handlersRunOneAfterTheOther() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        port.on("GET", "/slow", request -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            long until = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            running.decrementAndGet();
            return AdminPort.Answer.text(200, "");
        });
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(http.sendAsync(request("/slow").build(), HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        assertThat(most).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "G", "GET /metrics HTTP/1.1\r\n", "POST /start HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf"})
    void clientThatStopsInTheMiddleOfARequestHoldsUpNobody(String beginning) throws Exception {
        port.on("GET", "/healthz", request -> AdminPort.Answer.text(200, "fine"))
                .on("POST", "/start", request -> AdminPort.Answer.text(200, "started"));
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                silent.add(connect(beginning));
            }
            assertThat(send("GET", "/healthz", "").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void clientThatDoesNotReadItsAnswerHoldsUpNobody() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        String large = "x".repeat(20_000_000);
        port.on("GET", "/large", request -> {
                    asked.countDown();
                    return AdminPort.Answer.text(200, large);
                })
                .on("GET", "/healthz", request -> AdminPort.Answer.text(200, "fine"));
        try (Socket deaf = connect("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")) {
            asked.await();
            assertThat(send("GET", "/healthz", "").statusCode()).isEqualTo(200);
            assertThat(deaf.isClosed()).isFalse();
        }
    }

    @Test
    void clientThatStopsInTheMiddleOfARequestIsCutOff() throws Exception {
        try (Socket silent = connect("GET /healthz HTT")) {
            silent.setSoTimeout(20_000);
            assertThat(endsWithin(silent)).isTrue();
        }
    }

    @Test
    void closeFreesThePortAndEndsWhatIsConnected() throws Exception {
        try (Socket silent = connect("G")) {
            silent.setSoTimeout(5_000);
            // Connections are taken in order: once a later one has been answered, this one is the port's to end.
            assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
            port.close();
            assertThat(endsWithin(silent)).isTrue();
        }
        await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> {
            try (AdminPort again = AdminPort.open("127.0.0.1", port.port())) {
                return again.port() == port.port();
            }
        });
    }

    @Test
    void portThatIsTakenIsNamed() {
        assertThatExceptionOfType(UnusableException.class)
                .isThrownBy(() -> AdminPort.open("127.0.0.1", port.port()).close())
                .withMessage("ADMIN_PORT " + port.port() + " on 127.0.0.1 can't be opened: Address already in use;"
                        + " it has to be a free port of an address of this machine.");
    }

    @Test
    void addressThatIsNoneIsNamed() {
        assertThatExceptionOfType(UnusableException.class)
                .isThrownBy(() -> AdminPort.open("no such host", 0).close())
                .withMessageStartingWith("ADMIN_PORT 0 on no such host can't be opened: no such host");
    }

    private static boolean endsWithin(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset: the other way to end
        }
    }

    private Socket connect(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
        OutputStream out = socket.getOutputStream();
        out.write(beginning.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return http.send(request(path).method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                .timeout(Duration.ofSeconds(4)); // less than it takes until a silent client is cut off
    }
}
