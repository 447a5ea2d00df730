package chatlab.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.process.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every journey against a real server, each in a process of its own as users start it, only with fewer users and for less long. */
class JourneysTest {
    private static final Pattern DELIVERIES =
            Pattern.compile("deliveries +([\\d,]+) of ([\\d,]+) expected; 0 lost, 0 told to be missed, 0 duplicated");
    private static final Pattern MESSAGES = Pattern.compile("messages +([\\d,]+) sent of ([\\d,]+) due");
    private static final Pattern FILES = Pattern.compile("files +(.*)");

    private static final Pattern LOOP_WAS_BUSY =
            Pattern.compile("busiest event loop was on the CPU for (?!0\\.0%)\\d+\\.\\d%");
    private static final Pattern PORT = Pattern.compile("admin port (\\d+)");

    /** Whether somebody answers is tried out by a connection that says nothing. */
    private static final double LOOK = 1;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    /** What a run printed, and how it ended. */
    private record Played(ExitCode code, String output, Path files) {
        long number(Pattern line, int group) {
            Matcher found = line.matcher(output);
            assertThat(found.find()).as(output).isTrue();
            return Long.parseLong(found.group(group).replace(",", ""));
        }
    }

    private Played play(ChatServer server, String line) throws IOException, InterruptedException {
        Process process = start(server, line);
        String output;
        try (var reader = process.inputReader()) {
            output = reader.lines().collect(Collectors.joining("\n", "", "\n"));
        }
        Matcher files = FILES.matcher(output);
        return new Played(
                ExitCode.of(process.waitFor()), output, Path.of(files.find() ? files.group(1) : folder.toString()));
    }

    private Process start(ChatServer server, String line) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ChatServer.java(),
                "@" + Path.of(System.getProperty("chatlab.checkout"), "gatling", "jvm.options"),
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "chatlab.gatling.GatlingMain"));
        command.addAll(List.of(line.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "TARGET",
                        server.target(),
                        "MAX_SEND_LAG",
                        "1s",
                        "RESULTS_DIR",
                        folder.resolve("results").toString()));
        return builder.start();
    }

    private static Histogram log(Path file) throws IOException {
        Histogram sum = new Histogram(3);
        try (HistogramLogReader reader = new HistogramLogReader(Files.newInputStream(file))) {
            while (reader.hasNext()) {
                if (reader.nextIntervalHistogram() instanceof Histogram interval) {
                    sum.add(interval);
                }
            }
        }
        return sum;
    }

    /** Gatling's own. */
    private static Path report(Played played) throws IOException {
        try (Stream<Path> folders = Files.list(played.files()).filter(Files::isDirectory)) {
            return folders.findFirst().orElseThrow().resolve("index.html");
        }
    }

    private void hasItsReport(Played played) throws IOException {
        assertThat(report(played)).isNotEmptyFile();
        assertThat(played.files().resolve("summary.txt")).content().isSubstringOf(played.output());
        assertThat(played.output()).doesNotContain("Exception").doesNotContain("analytics");
        assertThat(folder.resolve(".java")).as("preferences").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "steady-chat --users 20 --rooms 4 --rate 40 --ramp 1s --warmup 1s --duration 3s --drain 1s, 5",
        "big-room --users 40 --rate 20 --ramp 1s --warmup 1s --duration 3s --drain 1s, 40",
        "many-small-rooms --users 12 --rooms 6 --rate 60 --ramp 1s --warmup 1s --duration 3s --drain 1s, 2"
    })
    void whatIsSaidReachesEverybodyAndAgreesWithTheServersCounters(String line, int members) throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Played played = play(server, line);
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.OK);
            hasItsReport(played);
            long sent = played.number(MESSAGES, 1);
            assertThat(sent).isEqualTo(played.number(MESSAGES, 2));
            assertThat(played.number(DELIVERIES, 1))
                    .isEqualTo(played.number(DELIVERIES, 2))
                    .isEqualTo(sent * members);
            assertThat(server.metric("chatlab_server_messages_received_total")).isEqualTo((double) sent);
            assertThat(server.metric("chatlab_server_deliveries_total")).isEqualTo((double) sent * members);
            // Of four seconds of talk three are measured.
            assertThat(log(played.files().resolve("latency.hlog")).getTotalCount())
                    .isEqualTo(sent * members * 3 / 4);
            assertThat(log(played.files().resolve("send-lag.hlog")).getTotalCount())
                    .isEqualTo(sent * 3 / 4);
            assertThat(server.closed()).isEqualTo(Map.of("client", LOOK + users(line)));
        }
    }

    private static double users(String line) {
        Matcher found = Pattern.compile("--users (\\d+)").matcher(line);
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void aConnectionStormComesTwice() throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Played played = play(server, "connection-storm --users 60 --ramp 1s --duration 1s");
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.OK);
            hasItsReport(played);
            assertThat(server.closed()).isEqualTo(Map.of("client", LOOK + 120));
            assertThat(played.output()).as("it is read while the loops live").containsPattern(LOOP_WAS_BUSY);
            assertThat(server.metric("chatlab_server_upgrades_total")).isEqualTo(120);
        }
    }

    @Test
    void aLoginStormGetsItsTokensAndShowsThem() throws Exception {
        Path users = Files.writeString(folder.resolve("users.json"), users(10, 1000));
        Path secret = Files.writeString(folder.resolve("jwt.secret"), "0123456789abcdef0123456789abcdef");
        try (ChatServer server = new ChatServer(
                Map.of("AUTH", "users", "USERS_FILE", users.toString(), "JWT_SECRET_FILE", secret.toString()))) {
            Played played = play(server, "login-storm --users 10 --ramp 1s --duration 1s");
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.OK);
            hasItsReport(played);
            assertThat(server.metric("chatlab_server_logins_total")).isGreaterThanOrEqualTo(10);
            assertThat(server.metric("chatlab_server_upgrades_total")).isEqualTo(10);
        }
    }

    /** Six logins or so are waited for at a time, by what they cost there. */
    @Test
    void whoIsToldToComeBackDoes() throws Exception {
        Path users = Files.writeString(folder.resolve("users.json"), users(20, 20_000));
        Path secret = Files.writeString(folder.resolve("jwt.secret"), "0123456789abcdef0123456789abcdef");
        try (ChatServer server = new ChatServer(Map.of(
                "AUTH",
                "users",
                "USERS_FILE",
                users.toString(),
                "JWT_SECRET_FILE",
                secret.toString(),
                "LOGIN_CPU",
                "3"))) {
            Played played = play(server, "login-storm --users 20 --ramp 100ms --duration 100ms");
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.OK);
            assertThat(server.metric("chatlab_server_upgrades_total")).isEqualTo(20);
            assertThat(server.metric("chatlab_server_logins_total", "outcome=\"busy\""))
                    .isPositive();
        }
    }

    /** As many as there are, with their names as passwords. */
    private static String users(int count, int iterations) throws GeneralSecurityException {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = String.format(Locale.ROOT, "c%06d", i);
            byte[] salt = "sixteen bytes of".getBytes(StandardCharsets.US_ASCII);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(name.toCharArray(), salt, iterations, 512))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            entries.add("{\"name\":\"" + name + "\",\"password\":\"$pbkdf2-sha512$i=" + iterations + "$"
                    + base64.encodeToString(salt) + '$' + base64.encodeToString(key) + "\"}");
        }
        return entries.toString();
    }

    @Test
    void readersFindWhatWasSaidBeforeTheyCame() throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Played played = play(
                    server,
                    "history-readers --users 10 --ramp 2s --talkers 6 --rooms 3 --rate 30 --warmup 2s --duration 1s --drain 1s");
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.OK);
            hasItsReport(played);
            assertThat(played.number(MESSAGES, 1)).isEqualTo(played.number(MESSAGES, 2));
            assertThat(server.closed()).isEqualTo(Map.of("client", LOOK + 16, "http", 20.0));
        }
    }

    /** As the lab does it. */
    @Test
    void whoWatchesSaysWhenItBeginsAndComesForTheResults() throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Process process = start(
                    server,
                    "steady-chat --users 10 --rooms 2 --rate 20 --ramp 1s --warmup 1s --duration 2s --drain 1s --start barrier"
                            + " --admin-port 0 --bind 127.0.0.1");
            try {
                BufferedReader output = process.inputReader();
                Matcher port = PORT.matcher("");
                while (!port.find()) {
                    port = PORT.matcher(Objects.requireNonNull(output.readLine()));
                }
                Thread.ofPlatform().daemon().start(() -> output.lines().forEach(line -> {}));
                String admin = "http://127.0.0.1:" + port.group(1);
                await().until(() -> get(admin + "/status").path("phase").asText(), "ready"::equals);
                assertThat(get(admin + "/status").path("connected").asInt()).isEqualTo(10);
                // Everybody has to know of it before.
                HttpResponse<String> tooSoon = send(HttpRequest.newBuilder(URI.create(admin + "/start"))
                        .POST(BodyPublishers.ofString(Long.toString(
                                get(admin + "/status").path("monotonicNs").asLong() + 500_000_000))));
                assertThat(tooSoon.statusCode()).isEqualTo(400);
                assertThat(tooSoon.body()).contains("from 1s to a minute after now");
                assertThat(send(HttpRequest.newBuilder(URI.create(admin + "/start"))
                                        .POST(BodyPublishers.noBody()))
                                .statusCode())
                        .isEqualTo(202);
                assertThat(send(HttpRequest.newBuilder(URI.create(admin + "/start"))
                                        .POST(BodyPublishers.noBody()))
                                .statusCode())
                        .isEqualTo(409);
                await().untilAsserted(() -> assertThat(niceness(process.pid()))
                        .containsEntry("recordings", 10)
                        .containsEntry("gatling-1-1", 0));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> get(admin + "/status").path("phase").asText(), "done"::equals);
                JsonNode summary = get(admin + "/results");
                assertThat(summary.path("format").asText()).isEqualTo("chatlab-clients-summary/1");
                assertThat(summary.at("/messages/sent").asLong())
                        .isEqualTo(summary.at("/messages/scheduled").asLong())
                        .isEqualTo(60);
                assertThat(summary.at("/messages/sentInWindow").asLong()).isEqualTo(40);
                assertThat(summary.at("/deliveries/received").asLong()).isEqualTo(300);
                assertThat(summary.at("/latencyNs/count").asLong()).isEqualTo(200);
                assertThat(summary.at("/ledger/exact").asBoolean()).isFalse();
                List<String> files = new ArrayList<>();
                summary.path("files").forEach(file -> files.add(file.asText()));
                assertThat(files).contains("latency.hlog", "send-lag.hlog", "gatling/index.html");
                for (String file : files) {
                    HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(admin + "/results/" + file)));
                    assertThat(answer.statusCode()).as(file).isEqualTo(200);
                    assertThat(answer.body()).as(file).isNotEmpty();
                }
            } finally {
                process.destroy();
                process.onExit().join();
            }
        }
    }

    /** Of each thread, by its name. */
    private static Map<String, Integer> niceness(long pid) throws IOException {
        Map<String, Integer> niceness = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                niceness.put(stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')), Integer.valueOf(fields[16]));
            }
        }
        return niceness;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private JsonNode get(String uri) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(send(HttpRequest.newBuilder(URI.create(uri))).body());
    }

    @Test
    void whoIsInterruptedKeepsWhatThereIs() throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Process process =
                    start(server, "steady-chat --users 10 --rooms 2 --rate 20 --ramp 1s --warmup 0s --duration 5m");
            BufferedReader output = process.inputReader();
            await().atMost(Duration.ofSeconds(30)).until(() -> server.metric("chatlab_server_deliveries_total") > 0);
            process.toHandle().destroy(); // and leave its output as it is
            String rest = output.lines().collect(Collectors.joining("\n"));
            assertThat(ExitCode.of(process.waitFor())).isEqualTo(ExitCode.INTERRUPTED);
            Matcher files = FILES.matcher(rest);
            assertThat(files.find()).as(rest).isTrue();
            assertThat(log(Path.of(files.group(1)).resolve("latency.hlog")).getTotalCount())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"--max-p99 1us, MAX_P99 is 1us", "--max-request-p99 1ms, 99th percentile"})
    void aGateThatIsTooTightEndsWithThree(String gate, String said) throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Played played = play(
                    server,
                    "steady-chat --users 10 --rooms 2 --rate 10 --ramp 1s --warmup 0s --duration 2s --drain 0s "
                            + gate);
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.MISSED);
            assertThat(played.output()).contains(said);
            assertThat(report(played)).isNotEmptyFile();
        }
    }

    /** A latency that can't be believed has missed nothing. */
    @Test
    void aGateOfLatencyIsNotMissedByAGeneratorThatWasLate() throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            Played played = play(
                    server,
                    "steady-chat --users 10 --rooms 2 --rate 10 --ramp 1s --warmup 0s --duration 2s --drain 1s --max-p99 1us"
                            + " --max-send-lag 1us");
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.INVALID);
            assertThat(played.output()).doesNotContain("gate missed").contains("the generator was late");
        }
    }

    @Test
    void whoIsTurnedAwayHasFailed() throws Exception {
        try (ChatServer server = new ChatServer(Map.of("MAX_CONNECTIONS", "5"))) {
            Played played = play(server, "connection-storm --users 10 --ramp 100ms --duration 2s");
            assertThat(played.code()).as(played.output()).isEqualTo(ExitCode.MISSED);
        }
    }

    @Test
    void resultsOfSeveralRunsStandBesideEachOther() throws Exception {
        try (ChatServer server = new ChatServer(Map.of())) {
            String line = "connection-storm --users 2 --rooms 1 --ramp 100ms --duration 100ms";
            Path first = play(server, line).files();
            Path second = play(server, line).files();
            assertThat(first).isNotEqualTo(second);
            try (Stream<Path> all = Files.list(folder.resolve("results"))) {
                assertThat(all).containsExactlyInAnyOrder(first, second);
            }
        }
    }
}
