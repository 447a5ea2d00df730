package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chatlab.generator.summary.Summary;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the program starts, refuses to start, and ends. */
class StartTest {
    private static final Pattern SETTING = Pattern.compile("  ([A-Z][A-Z_]+) ");
    /** Any text is an address until somebody listens on it. */
    private static final Set<String> ANYTHING_GOES = Set.of("BIND");

    private static final String SOURCES = "one or several IP addresses of this machine, such as 10.0.0.1,10.0.0.2";

    private static final String SIZES = "a size from 83 to 20000, such as 512 or 4KiB, uniform:MIN..MAX,"
            + " lognormal:MEDIAN..P99 or file:PATH (a size per line)";

    private static final String ARRIVALS =
            "constant, poisson, ramp:SHARE (0% to 100%: of RATE at the start), steps:COUNT (2 to 1000) or burst:PERIOD"
                    + " (1ms to 1h)";

    private static final String SHARDS = "PROCESS/PROCESSES, such as 2/4, of at most 64 processes";
    private static final String ROOM_SIZES = "equal, or zipf:EXPONENT from 0.1 to 3, such as zipf:1";

    private static final String TARGETS =
            "tcp://host:port or ws://host:port/ws, with its port and without a room (rooms come from ROOMS), or several"
                    + " of one kind, each once, with commas";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();

    private ExitCode run(Map<String, String> environment, String... arguments) throws Exception {
        return LoadClientsMain.run(
                environment, arguments, new PrintStream(out, true), new PrintStream(err, true), stop);
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                arguments("TARGET", "http://localhost:80/ws", TARGETS),
                arguments("TARGET", "wss://localhost:80/ws", TARGETS),
                arguments("TARGET", "tcp://a:1,ws://b:2/ws", TARGETS),
                arguments("TARGET", "tcp://a:1,tcp://a:1", TARGETS),
                arguments("TARGET", "tcp://a:1,", TARGETS),
                arguments("TARGET", "ws://localhost:80/ws/rust", TARGETS),
                arguments("TARGET", "ws://localhost:80/chat", TARGETS),
                arguments("TARGET", "ws://localhost/ws", TARGETS),
                arguments("TARGET", "ws://localhost:80/ws/", TARGETS),
                arguments("TARGET", "ws://localhost:80", TARGETS),
                arguments(
                        "DIALECT",
                        "klingon",
                        "one of chatlab, users, text, json, room-events, token, nats, or a file of templates that ends with .yaml"),
                arguments("SOURCE_ADDRESSES", "localhost", SOURCES),
                arguments("SOURCE_ADDRESSES", "127.0.0.1,", SOURCES),
                arguments("CLIENTS", "0", "a whole number from 1 to 100000"),
                arguments("CONNECT_RATE", "-1", "a number from 0.1 to 100000"),
                arguments("ROOMS", "11", "a whole number from 1 to 10"),
                arguments("TALKERS", "11", "a count from 0 to 10 (CLIENTS) or a share such as 1%"),
                arguments("TALKERS", "101%", "a count from 0 to 10 (CLIENTS) or a share such as 1%"),
                arguments("RATE", "fast", "a number from 0 to 1000000"),
                arguments("ARRIVALS", "bursts", ARRIVALS),
                arguments("ARRIVALS", "constant:1", ARRIVALS),
                arguments("ARRIVALS", "ramp:101%", ARRIVALS),
                arguments("ARRIVALS", "ramp:0.1", ARRIVALS),
                arguments("ARRIVALS", "steps:1", ARRIVALS),
                arguments("ARRIVALS", "steps:many", ARRIVALS),
                arguments("ARRIVALS", "burst:0", ARRIVALS),
                arguments("ARRIVALS", "burst", ARRIVALS),
                arguments("MESSAGE_BYTES", "10", SIZES),
                arguments("MESSAGE_BYTES", "20001", SIZES),
                arguments("MESSAGE_BYTES", "uniform:100", SIZES),
                arguments("MESSAGE_BYTES", "uniform:100..100", SIZES),
                arguments("MESSAGE_BYTES", "uniform:82..100", SIZES),
                arguments("MESSAGE_BYTES", "lognormal:200..100", SIZES),
                arguments("MESSAGE_BYTES", "normal:100..200", SIZES),
                arguments("WARMUP", "5", "a duration from 0 to 1h, such as 250ms or 30s"),
                arguments("DURATION", "0", "a duration from 1ms to 24h, such as 250ms or 30s"),
                arguments("LINGER", "2h", "a duration from 0 to 1h, such as 250ms or 30s"),
                arguments("DRAIN", "forever", "a duration from 0 to 1h, such as 250ms or 30s"),
                arguments("SLOW_READERS", "11", "a count from 0 to 10 (CLIENTS) or a share such as 1%"),
                arguments("HOPPERS", "-1", "a count from 0 to 10 (CLIENTS) or a share such as 1%"),
                arguments("HOP_EVERY", "1ms", "a duration from 100ms to 1h, such as 250ms or 30s"),
                arguments("CHURNERS", "200%", "a count from 0 to 10 (CLIENTS) or a share such as 1%"),
                arguments("CHURN_EVERY", "2h", "a duration from 100ms to 1h, such as 250ms or 30s"),
                arguments("BURST_TALKERS", "3", "a count from 0 to 2 (TALKERS) or a share such as 1%"),
                arguments("BURST_MESSAGES", "1", "a whole number from 2 to 10000"),
                arguments("ROOM_SIZES", "zipf", ROOM_SIZES),
                arguments("ROOM_SIZES", "zipf:0", ROOM_SIZES),
                arguments("ROOM_SIZES", "zipf:9", ROOM_SIZES),
                arguments("RECONNECT", "always", "one of never, jitter"),
                arguments("SLOW_READER_BYTES_PER_SECOND", "0", "a whole number from 1 to 1000000000"),
                arguments("SHARD", "0/4", SHARDS),
                arguments("SHARD", "5/4", SHARDS),
                arguments("SHARD", "2", SHARDS),
                arguments("SHARD", "1/65", SHARDS),
                arguments("RUN_ID", "12", "eight hexadecimal digits"),
                arguments("RUN_ID", "00C0FFEE", "eight hexadecimal digits"),
                arguments("START", "later", "one of now, barrier"),
                arguments("BARRIER_TIMEOUT", "1ms", "a duration from 1s to 24h, such as 250ms or 30s"),
                arguments("SEED", "x", "a whole number from 0 to 2147483647"),
                arguments("RESULTS_DIR", "/proc/nowhere", "a folder that can be written"),
                arguments("ADMIN_PORT", "99999", "a port from 0 (any) to 65535, or off"),
                arguments("EVENT_LOOPS", "0", "a whole number from 1 to 256"),
                arguments("IO", "kqueue", "one of epoll, nio"),
                arguments("MAX_SEND_LAG", "0", "a duration from 1us to 1h, such as 250ms or 30s"),
                arguments("EXPERIMENT", "x".repeat(201), "at most 200 characters and no control characters"),
                arguments("TRIAL", "a\tb", "at most 200 characters and no control characters"),
                arguments("LOG_LEVEL", "loud", "one of error, warn, info, debug, trace"),
                arguments("LOG_FORMAT", "xml", "one of text, json"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("wrongSettings")
    void aWrongSettingIsASentence(String name, String value, String expected) {
        assertThatThrownBy(() -> run(Runs.environment("tcp://127.0.0.1:1", name, value)))
                .isInstanceOf(SettingException.class)
                .hasMessage(name + " is '" + value + "', but it has to be " + expected + ".");
    }

    @Test
    void everySettingThatHelpListsIsTestedWithAWrongValue() throws Exception {
        run(Map.of(), "--help");
        List<String> listed = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(SETTING::matcher)
                .filter(Matcher::lookingAt)
                .map(matcher -> matcher.group(1))
                .toList();
        assertThat(listed).hasSizeGreaterThan(20);
        Set<String> tested =
                wrongSettings().map(wrong -> (String) wrong.get()[0]).collect(Collectors.toSet());
        assertThat(listed.stream().filter(setting -> !ANYTHING_GOES.contains(setting)))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void helpListsEverySettingAndStartsNothing() throws Exception {
        assertThat(run(Map.of("TARGET", "nonsense"), "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "  BARRIER_TIMEOUT  ",
                        "  MAX_SEND_LAG  ",
                        "a tenth of",
                        "several addresses of one",
                        "Exit codes: 0 done");
    }

    @Test
    void settingsThatContradictEachOtherAreASentence() {
        assertThatThrownBy(() -> run(Runs.environment("tcp://127.0.0.1:1", "SLOW_READERS", "9")))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "TALKERS is 2 and SLOW_READERS is 9, but together they have to be at most CLIENTS, which is 10.");
        assertThatThrownBy(() -> run(Runs.environment("tcp://127.0.0.1:1", "START", "barrier")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("the barrier has to be opened through the admin port");
    }

    static Stream<Arguments> settingsThatAShardCannotHave() {
        return Stream.of(
                arguments(
                        "START",
                        "now",
                        "START is 'now', and it has to be 'barrier': the processes of a run begin at the same moment."),
                arguments(
                        "RUN_ID",
                        "",
                        "RUN_ID is not set, and it has to be the same eight hexadecimal digits for all processes of a run."),
                arguments("CLIENTS", "3", "CLIENTS is 3, and each process has to play at least one."),
                arguments(
                        "CHURNERS", "2", "CHURNERS is 2, and clients that come and go need a process that plays all."),
                arguments(
                        "HOPPERS",
                        "10%",
                        "HOPPERS is 10%, and clients that come and go need a process that plays all."),
                arguments(
                        "RECONNECT",
                        "jitter",
                        "RECONNECT is 'jitter', and it has to be 'never' where several processes play a run's clients."));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource
    void settingsThatAShardCannotHave(String name, String value, String sentence) {
        Map<String, String> environment = Runs.environment(
                "tcp://127.0.0.1:1",
                "SHARD",
                "4/4",
                "RUN_ID",
                "00c0ffee",
                "START",
                "barrier",
                "ADMIN_PORT",
                "0",
                "ROOMS",
                "2",
                "HOP_EVERY",
                "100ms",
                "CHURN_EVERY",
                "100ms",
                name,
                value);
        assertThatThrownBy(() -> run(environment))
                .isInstanceOf(SettingException.class)
                .hasMessage("SHARD is '4/4', but " + sentence);
    }

    @Test
    void aWindowWithoutAMessageIsRefused() {
        assertThatThrownBy(() -> run(Runs.environment("tcp://127.0.0.1:1", "RATE", "0.1", "DURATION", "1s")))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "RATE is 0.1 messages/s, ARRIVALS is constant and DURATION is 1s, but together they have to make at"
                                + " least one message in the measured window, not 0.1 (TALKERS=0 is for a run in which nobody talks).");
        assertThatThrownBy(() -> run(Runs.environment("tcp://127.0.0.1:1", "RATE", "0")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("RATE is 0.0 messages/s, ARRIVALS is constant and DURATION is 500ms, ");
    }

    @Test
    void whereNobodyTalksNothingIsMissing() throws Exception {
        try (TestServer server = TestServer.good()) {
            Summary summary = Runs.run(server, "TALKERS", "0", "RATE", "0");
            assertThat(summary.latencyNs()).isEqualTo(new Summary.Latency(0, 0, null, null, null, null, null, 0));
            assertThat(Essentials.of(summary))
                    .contains("no delivery was expected in the window", "ledger       - (nothing was sent)")
                    .doesNotContain("never");
        }
    }

    @Test
    void aRunThatNobodyStartsEndsWithASentence() throws Exception {
        Instant start = Instant.now();
        try (TestServer server = TestServer.good()) {
            assertThat(starting(server, "BARRIER_TIMEOUT", "1s"))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage(
                            "All 10 clients were ready, but nobody has sent POST /start for 1s (BARRIER_TIMEOUT).");
            assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void aRunWhoseResultsNobodyFetchesEndsAsWithoutABarrier() throws Exception {
        try (TestServer server = TestServer.good()) {
            CompletableFuture<ExitCode> ending = startedAtTheBarrier(server, "BARRIER_TIMEOUT", "2s");
            post(base(), "/start");
            assertThat(ending.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
            assertThat(stop.isRaised()).isFalse();
        }
    }

    @Test
    void whoWaitsAtTheBarrierIsToldWhyItNeverOpensAndWhoseDoingThatIs() throws Exception {
        try (TestServer server =
                TestServer.good().answeringHello("{\"type\":\"bye\",\"reason\":\"full\",\"accepted\":0}")) {
            CompletableFuture<ExitCode> ending = starting(server.closingAfterHello(), "BARRIER_TIMEOUT", "1m");
            await().atMost(Duration.ofSeconds(20)).until(() -> err().contains("admin port"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(base(), "/status").body().contains("\"failed\""));
            assertThat(get(base(), "/status").body())
                    .contains("\"blame\":\"server\"", "was turned away: full", "\"phase\":\"failed\"");
            assertThat(get(base(), "/readyz").statusCode()).isEqualTo(503);
            stop.raise();
            assertThat(ending).failsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void theBarrierIsOpenedThroughTheAdminPortAndResultsAreFetchedThere(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.good()) {
            CompletableFuture<ExitCode> ending = startedAtTheBarrier(server, "RESULTS_DIR", folder.toString());
            String base = base();
            assertThat(get(base, "/status").body()).contains("\"failure\":null,\"blame\":null");
            assertThat(get(base, "/results").statusCode()).isEqualTo(409);
            assertThat(get(base, "/readyz").statusCode()).isEqualTo(200);
            assertThat(post(base, "/start").statusCode()).isEqualTo(202);
            assertThat(post(base, "/start").statusCode()).isEqualTo(409);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(base, "/status").body().contains("\"done\""));
            assertThat(get(base, "/results").body()).contains("\"exact\" : true", "chatlab-clients-summary/1");
            assertThat(get(base, "/results/latency.hlog").body()).contains("Tag=latency,");
            assertThat(get(base, "/metrics").body())
                    .contains(
                            "chatlab_clients_connected ",
                            "chatlab_clients_messages_sent_total 1",
                            "chatlab_clients_deliveries_total 1",
                            "chatlab_clients_latency_seconds_bucket",
                            "chatlab_clients_send_lag_seconds_count",
                            "chatlab_clients_connect_seconds_count 1",
                            "chatlab_clients_welcome_seconds_count 1",
                            "chatlab_clients_lost_total 0",
                            "chatlab_clients_duplicated_total 0",
                            "chatlab_clients_reordered_total 0");
            stop.raise();
            assertThat(ending.get()).isEqualTo(ExitCode.OK);
            assertThat(Files.readString(folder.resolve("summary.json"))).contains("\"exact\" : true");
        }
    }

    @Test
    void aShareOfARunIsStartedAtAMomentAndToldWhatTheOthersSent() throws Exception {
        try (TestServer server = TestServer.good()) {
            CompletableFuture<ExitCode> ending =
                    startedAtTheBarrier(server, "SHARD", "2/2", "RUN_ID", "00c0ffee", "CLIENTS", "4");
            String base = base();
            assertThat(get(base, "/sent").statusCode()).isEqualTo(409);
            for (String wrong : List.of("soon", "1", Long.toString(System.nanoTime() + 120_000_000_000L))) {
                HttpResponse<String> refused = post(base, "/start", wrong);
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(refused.body()).startsWith("The start is '" + wrong + "', but it has to be empty, or");
            }
            long atNs = System.nanoTime() + 300_000_000L;
            assertThat(post(base, "/start", Long.toString(atNs)).statusCode()).isEqualTo(202);
            assertThat(get(base, "/status").body()).contains("\"run\":\"00c0ffee\"");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(base, "/sent").statusCode() == 200);
            assertThat(get(base, "/sent").body()).matches("1 \\d+ \\d+ -1 0\n");
            assertThat(post(base, "/sent", "1 0 0 -1 0").statusCode()).isEqualTo(400);
            // The other process' talker said nothing.
            assertThat(post(base, "/sent", "0 0 0 -1 0").statusCode()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(base, "/status").body().contains("\"done\""));
            assertThat(post(base, "/sent", "0 0 0 -1 0").statusCode()).isEqualTo(409);
            assertThat(get(base, "/results").body())
                    .contains("\"exact\" : true", "\"fromNs\" : " + (atNs + 100_000_000L), "\"clients\" : 2");
            assertThat(get(base, "/results/welcome.hlog").body()).contains("Tag=welcome,");
            stop.raise();
            assertThat(ending.get()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void aRunThatLingersSaysSoAndEndsAtOnceWhenItIsStopped() throws Exception {
        try (TestServer server = TestServer.good()) {
            CompletableFuture<ExitCode> ending = startedAtTheBarrier(server, "LINGER", "10m");
            post(base(), "/start");
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            get(base(), "/status").body().contains("\"lingering\",\"clients\":10,\"connected\":10"));
            assertThat(get(base(), "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(base(), "/results").statusCode()).isEqualTo(409);
            stop.raise();
            assertThat(ending.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("exact: everybody received everything");
        }
    }

    @Test
    void aStoppedRunSaysWhatThereIs() throws Exception {
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            if (number == 50) {
                stop.raise();
            }
        })) {
            assertThat(run(Runs.environment(server.target(), "DURATION", "10m")))
                    .isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("messages", "ledger", "latency")
                    .containsPattern("in a window of [0-9.]{3,4} s");
        }
    }

    /** The program in barrier mode on a thread of its own. */
    private CompletableFuture<ExitCode> starting(TestServer server, String... settings) {
        Map<String, String> environment = Runs.environment(server.target(), settings);
        environment.putAll(Map.of("START", "barrier", "ADMIN_PORT", "0", "BIND", "127.0.0.1"));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(environment);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private CompletableFuture<ExitCode> startedAtTheBarrier(TestServer server, String... settings) {
        CompletableFuture<ExitCode> ending = starting(server, settings);
        await().atMost(Duration.ofSeconds(20)).until(() -> err().contains("admin port"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get(base(), "/status").body().contains("\"ready\""));
        return ending;
    }

    private String base() {
        return "http://127.0.0.1:" + err().replaceAll("(?s).*admin port (\\d+),.*", "$1");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> get(String base, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    private static HttpResponse<String> post(String base, String path) throws Exception {
        return post(base, path, "");
    }

    private static HttpResponse<String> post(String base, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
