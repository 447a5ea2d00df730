package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server answers as docs/openapi.yaml says, and everything that is said there happens. */
class ApiTest {
    private static final JsonNode API = api();
    private static final String ADA = "Authorization: Bearer " + TestUsers.token("ada") + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    @TempDir
    private Path folder;

    /** On which server something is asked. */
    enum On {
        OPEN,
        USERS,
        /** With the fixed rooms global and java, and at most one room of each user. */
        FIXED,
        /** One request a second. */
        SLOW,
        /** Without the room rust, which is on another server. */
        SHARDED
    }

    /**
     * A request and what it gets.
     *
     * @param path as it stands in the file
     * @param target the same with values, as it is sent
     * @param headers each with its line end
     * @param times how often it is sent at once
     * @param status of one of the answers at least
     * @param says what stands in the answer
     */
    record Exchange(
            On on,
            String method,
            String path,
            String target,
            String headers,
            String body,
            int times,
            int status,
            String says) {
        @Override
        public String toString() {
            return status + ": " + method + " " + target + " on " + on + " with "
                    + (headers.length() > 40 ? headers.substring(0, 40) + "…" : headers).replace("\r\n", " ");
        }

        String operation() {
            return path + " " + method.toLowerCase(Locale.ROOT).replace("head", "get");
        }
    }

    private static Exchange exchange(
            On on, String method, String path, String target, String headers, String body, int status, String says) {
        return new Exchange(on, method, path, target, headers, body, 1, status, says);
    }

    private static Exchange login(On on, String headers, String body, int status, String says) {
        return exchange(on, "POST", "/api/login", "/api/login", headers, body, status, says);
    }

    private static String credentials(String name, String password) {
        return "{\"clientId\":\"" + name + "\",\"password\":\"" + password + "\"}";
    }

    static Stream<Exchange> exchanges() {
        String rooms = "/api/rooms";
        String members = "/api/rooms/{room}/members";
        String membership = "/api/rooms/{room}/members/{clientId}";
        String messages = "/api/rooms/{room}/messages";
        return Stream.of(
                login(On.USERS, JSON, credentials("ada", "adaada"), 200, "\"clientId\":\"ada\",\"token\":\"ey"),
                login(
                        On.USERS,
                        "content-type: Application/JSON;charset=utf-8\r\n",
                        credentials("bob", "bobbob"),
                        200,
                        "\"bob\""),
                login(On.USERS, JSON + "Expect: 100-continue\r\n", credentials("ada", "adaada"), 200, "\"ada\""),
                login(On.USERS, JSON, credentials("ada", "bobbob"), 401, "don't belong together"),
                login(On.USERS, JSON, credentials("ada", ""), 401, "don't belong together"),
                login(On.USERS, JSON, credentials("zoe", "adaada"), 401, "don't belong together"),
                login(On.USERS, JSON, credentials("", "adaada"), 400, "invalid_name"),
                login(On.USERS, JSON, "{\"clientId\":\"ada\"}", 400, "malformed"),
                login(On.USERS, JSON, "{\"clientId\":\"ada\",\"password\":5}", 400, "malformed"),
                login(
                        On.USERS,
                        JSON,
                        "{\"clientId\":\"eve\",\"clientId\":\"ada\",\"password\":\"adaada\"}",
                        400,
                        "malformed"),
                login(On.USERS, JSON, credentials("ada", "adaada") + "x", 400, "malformed"),
                login(On.USERS, JSON, "\u0000", 400, "malformed"),
                login(On.USERS, JSON, "", 400, "malformed"),
                login(On.USERS, JSON + "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 411, "Content-Length"),
                login(On.USERS, JSON, credentials("ada", "x".repeat(4096)), 413, "4096 bytes"),
                login(
                        On.USERS,
                        "Content-Type: application/x-www-form-urlencoded\r\n",
                        "clientId=ada",
                        415,
                        "curl --json"),
                login(On.USERS, "", credentials("ada", "adaada"), 415, "curl --json"),
                login(On.OPEN, JSON, credentials("ada", "adaada"), 404, "nothing here"),
                login(On.USERS, JSON + "Expect: 100-continue\r\nContent-Length: 0\r\n", "", 400, "malformed"),
                exchange(On.USERS, "GET", "/api/login", "/api/login", "", "", 405, "POST"),
                new Exchange(
                        On.SLOW,
                        "POST",
                        "/api/login",
                        "/api/login",
                        JSON,
                        credentials("ada", "x"),
                        20,
                        429,
                        "too_fast"),
                exchange(On.OPEN, "GET", rooms, rooms, "", "", 200, "\"global\""),
                exchange(On.OPEN, "GET", rooms, "http://x:8080/api/rooms?x=y", "", "", 200, "\"global\""),
                exchange(On.OPEN, "HEAD", rooms, rooms, "", "", 200, ""),
                exchange(On.USERS, "GET", rooms, rooms, ADA, "", 200, "\"global\""),
                exchange(On.USERS, "GET", rooms, rooms, "", "", 401, "POST /api/login"),
                exchange(On.OPEN, "GET", rooms, rooms, "", "x", 400, "body"),
                exchange(On.OPEN, "DELETE", rooms, rooms, "", "", 405, "GET, HEAD, not DELETE"),
                new Exchange(On.SLOW, "GET", rooms, rooms, ADA, "", 20, 429, "too_fast"),
                exchange(On.OPEN, "GET", members, "/api/rooms/rust/members", "", "", 200, "[\"ada\"]"),
                exchange(On.OPEN, "GET", members, "/api/rooms/r%75st/members", "", "", 200, "[\"ada\"]"),
                exchange(On.USERS, "GET", members, "/api/rooms/rust/members", "", "", 401, "POST /api/login"),
                exchange(On.OPEN, "GET", members, "/api/rooms/a+b/members", "", "", 400, "invalid_name"),
                exchange(On.OPEN, "GET", members, "/api/rooms/a%2Fb/members", "", "", 400, "invalid_name"),
                exchange(On.OPEN, "GET", members, "/api/rooms/a%/members", "", "", 400, "percent sign"),
                exchange(On.OPEN, "GET", members, "/api/rooms/%ff/members", "", "", 400, "UTF-8"),
                exchange(On.OPEN, "GET", members, "/api/rooms/go/members", "", "", 404, "no_such_room"),
                exchange(On.OPEN, "POST", members, "/api/rooms/rust/members", "", "", 405, "GET"),
                exchange(On.SHARDED, "DELETE", membership, "/api/rooms/rust/members/ada", "", "", 421, "not on this"),
                exchange(On.SHARDED, "GET", members, "/api/rooms/rust/members", "", "", 421, "not on this server"),
                exchange(On.SHARDED, "GET", messages, "/api/rooms/rust/messages", "", "", 421, "not on this server"),
                exchange(
                        On.SHARDED,
                        "PUT",
                        membership,
                        "/api/rooms/rust/members/ada",
                        "",
                        "",
                        421,
                        "not on this server"),
                new Exchange(On.SLOW, "GET", members, "/api/rooms/global/members", ADA, "", 20, 429, "too_fast"),
                exchange(On.OPEN, "PUT", membership, "/api/rooms/rust/members/bob", "", "", 204, ""),
                exchange(
                        On.OPEN,
                        "PUT",
                        membership,
                        "/api/rooms/rust/members/%F0%9F%A6%80%2F%25",
                        "Content-Length: 0\r\n",
                        "",
                        204,
                        ""),
                exchange(On.OPEN, "PUT", membership, "/api/rooms/rust/members/zo\u00eb", "", "", 204, ""),
                exchange(On.OPEN, "GET", messages, "/api/rooms/rust/messages?limit=3000000000", "", "", 200, "\"2\""),
                exchange(On.USERS, "PUT", membership, "/api/rooms/rust/members/ada", ADA, "", 204, ""),
                exchange(On.OPEN, "PUT", membership, "/api/rooms/a+b/members/ada", "", "", 400, "invalid_name"),
                exchange(On.OPEN, "PUT", membership, "/api/rooms/rust/members/", "", "", 400, "invalid_name"),
                exchange(
                        On.OPEN,
                        "PUT",
                        membership,
                        "/api/rooms/rust/members/" + "x".repeat(65),
                        "",
                        "",
                        400,
                        "invalid_name"),
                exchange(On.USERS, "PUT", membership, "/api/rooms/rust/members/ada", "", "", 401, "unauthenticated"),
                exchange(On.USERS, "PUT", membership, "/api/rooms/rust/members/bob", ADA, "", 403, "wrong_name"),
                exchange(On.FIXED, "PUT", membership, "/api/rooms/go/members/ada", "", "", 404, "no_such_room"),
                exchange(On.OPEN, "GET", membership, "/api/rooms/rust/members/ada", "", "", 405, "PUT, DELETE"),
                exchange(On.FIXED, "PUT", membership, "/api/rooms/java/members/bob", "", "", 409, "too_many_rooms"),
                new Exchange(On.SLOW, "PUT", membership, "/api/rooms/a/members/ada", ADA, "", 20, 429, "too_fast"),
                exchange(On.OPEN, "DELETE", membership, "/api/rooms/rust/members/bob", "", "", 204, ""),
                exchange(On.OPEN, "DELETE", membership, "/api/rooms/a+b/members/bob", "", "", 400, "invalid_name"),
                exchange(On.USERS, "DELETE", membership, "/api/rooms/a/members/ada", "", "", 401, "unauthenticated"),
                exchange(On.USERS, "DELETE", membership, "/api/rooms/a/members/bob", ADA, "", 403, "wrong_name"),
                new Exchange(On.SLOW, "DELETE", membership, "/api/rooms/a/members/ada", ADA, "", 20, 429, "too_fast"),
                exchange(On.OPEN, "PATCH", membership, "/api/rooms/rust/members/ada", "", "", 405, "PUT, DELETE"),
                exchange(
                        On.OPEN,
                        "GET",
                        messages,
                        "/api/rooms/rust/messages",
                        "",
                        "",
                        200,
                        "\"1\",\"room\":\"rust\"},{"),
                exchange(
                        On.OPEN,
                        "GET",
                        messages,
                        "/api/rooms/rust/messages?limit=1",
                        "",
                        "",
                        200,
                        "[{\"clientId\":\"ada\",\"Message\":\"2\""),
                exchange(On.OPEN, "GET", messages, "/api/rooms/rust/messages?limit=0", "", "", 200, "\"messages\":[]"),
                exchange(On.OPEN, "GET", messages, "/api/rooms/rust/messages?limit=-1", "", "", 400, "limit"),
                exchange(On.OPEN, "GET", messages, "/api/rooms/rust/messages?limit=all", "", "", 400, "limit"),
                exchange(On.USERS, "GET", messages, "/api/rooms/rust/messages", "", "", 401, "unauthenticated"),
                exchange(On.OPEN, "GET", messages, "/api/rooms/go/messages", "", "", 404, "no_such_room"),
                exchange(On.OPEN, "PUT", messages, "/api/rooms/rust/messages", "", "", 405, "GET"),
                new Exchange(On.SLOW, "GET", messages, "/api/rooms/global/messages", ADA, "", 20, 429, "too_fast"));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void theAnswerIsAsTheFileSays(Exchange exchange) throws Exception {
        try (TestServer server = start(exchange.on)) {
            if (exchange.on == On.OPEN) {
                try (Client ada = server.named("ada", "rust")) {
                    for (int i = 1; i <= 2; i++) {
                        ada.send("{\"clientId\":\"ada\",\"Message\":\"" + i + "\"}\n");
                        ada.line();
                    }
                    check(exchange, ask(server, exchange));
                }
            } else {
                check(exchange, ask(server, exchange));
            }
        }
    }

    private TestServer start(On on) throws IOException {
        return switch (on) {
            case OPEN -> TestServer.start();
            case USERS -> new TestUsers(folder).start();
            case SLOW -> new TestUsers(folder).start("MAX_REQUEST_RATE", "1");
            case SHARDED -> ShardsTest.without("rust");
            case FIXED -> {
                Path file = folder.resolve("rooms.json");
                Files.writeString(file, "[{\"name\":\"java\"}]");
                TestServer server = TestServer.start(
                        "ROOMS", "fixed", "ROOMS_FILE", file.toString(), "MAX_ROOMS_PER_CONNECTION", "1");
                ask(server, "PUT", "/api/rooms/global/members/bob", "", "");
                yield server;
            }
        };
    }

    /** The answer; of several requests at once that of the first one that is refused for that. */
    private static String ask(TestServer server, Exchange exchange) throws IOException {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < exchange.times; i++) {
                clients.add(server.connect());
            }
            String request = request(exchange.method, exchange.target, exchange.headers, exchange.body);
            if (exchange.headers.contains("Expect") && !exchange.body.isEmpty()) {
                return expecting(clients.getFirst(), request, exchange.body);
            }
            for (Client client : clients) {
                client.send(request);
            }
            String answer = "";
            for (Client client : clients) {
                answer = client.rest();
                if (answer.startsWith("HTTP/1.1 429")) {
                    break;
                }
            }
            return answer;
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private static String expecting(Client client, String request, String body) throws IOException {
        String head = request.substring(0, request.length() - body.length());
        assertThat(client.send(head).line()).isEqualTo("HTTP/1.1 100 Continue\r");
        assertThat(client.line()).isEqualTo("\r");
        return client.send(body).rest();
    }

    private static String ask(TestServer server, String method, String target, String headers, String body)
            throws IOException {
        try (Client client = server.connect()) {
            return client.send(request(method, target, headers, body)).rest();
        }
    }

    private static String request(String method, String target, String headers, String body) {
        String length = headers.contains("-Encoding")
                        || headers.contains("-Length")
                        || (body.isEmpty() && !method.equals("POST"))
                ? ""
                : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + length + "\r\n" + body;
    }

    private static void check(Exchange exchange, String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        List<String> head = answer.substring(0, end).lines().toList();
        String body = answer.substring(end + 4);
        assertThat(head.getFirst()).as(answer).startsWith("HTTP/1.1 " + exchange.status + " ");
        JsonNode operation = operation(exchange);
        JsonNode declared = resolved(operation.path("responses").path(Integer.toString(exchange.status)));
        assertThat(declared.isMissingNode()).as("the file knows this status").isFalse();
        declared.path("headers")
                .properties()
                .forEach(header -> assertThat(head)
                        .as(answer)
                        .anyMatch(line -> line.startsWith(header.getKey() + ": ")
                                && isValid(schemaOf(resolved(header.getValue())), header(line))));
        if (exchange.method.equals("HEAD") || declared.path("content").isMissingNode()) {
            assertThat(body).isEmpty();
            return;
        }
        var content = declared.path("content").properties().iterator().next();
        assertThat(head).contains("Content-Type: " + content.getKey());
        assertThat(body).contains(exchange.says).endsWith("}\n");
        assertThat(errors(content.getValue().path("schema"), body)).isEmpty();
        if (exchange.status >= 400) {
            JsonNode problem = new JsonMapper().readTree(body);
            assertThat(head.getFirst())
                    .isEqualTo("HTTP/1.1 " + problem.path("status").asInt() + " "
                            + problem.path("title").asText());
            assertThat(problem.path("detail").asText()).endsWith(".");
        }
    }

    /** Of a 405 it is any operation at the path. */
    private static JsonNode operation(Exchange exchange) {
        JsonNode path = API.path("paths").path(exchange.path);
        JsonNode operation = path.path(exchange.operation().split(" ", 2)[1]);
        if (!operation.isMissingNode()) {
            return operation;
        }
        assertThat(exchange.status).isEqualTo(405);
        return path.properties().stream()
                .filter(each -> !each.getKey().equals("parameters"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void everyAnswerThatTheFileNamesIsTested() {
        Set<String> tested = exchanges()
                .map(exchange ->
                        exchange.status == 405 ? exchange.path + " 405" : exchange.operation() + " " + exchange.status)
                .collect(Collectors.toCollection(HashSet::new));
        tested.add("/api/login post 503"); // see LoginStormTest
        Set<String> untested = new TreeSet<>();
        API.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> !operation.getKey().equals("parameters"))
                        .forEach(operation -> operation
                                .getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status -> {
                                    String name = status.equals("405")
                                            ? path.getKey() + " 405"
                                            : path.getKey() + " " + operation.getKey() + " " + status;
                                    if (!tested.contains(name)) {
                                        untested.add(name);
                                    }
                                })));
        assertThat(untested).isEmpty();
    }

    /** A checker that accepts everything would prove nothing. */
    @Test
    void theFileRefusesWhatIsNoAnswer() throws IOException {
        JsonNode rooms = API.path("paths")
                .path("/api/rooms")
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(errors(rooms, "{\"type\":\"rooms\",\"rooms\":[{\"name\":\"x\",\"members\":0}],\"count\":1}"))
                .isEmpty();
        assertThat(errors(rooms, "{\"type\":\"rooms\",\"rooms\":[{\"name\":5,\"members\":0}],\"count\":1}"))
                .isNotEmpty();
        assertThat(errors(rooms, "{\"type\":\"rooms\",\"rooms\":[],\"count\":1,\"x\":1}"))
                .isNotEmpty();
    }

    @Test
    void whatIsNowhereIsNotFound() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (String target : List.of(
                    "/api",
                    "/api/",
                    "/api/rooms/",
                    "/api/x",
                    "/api/rooms/rust",
                    "/api/rooms/rust/x",
                    "/api/rooms/rust/members/ada/x",
                    "/api/rooms/rust/messages/",
                    "/api/login")) {
                assertThat(ask(server, "GET", target, "", "")).startsWith("HTTP/1.1 404 Not Found\r\n");
            }
            assertThat(ask(server, "GET", "/apix", "", "")).startsWith("HTTP/1.1 404 Not Found\r\n");
        }
    }

    @Test
    void aRequestMayComeInPieces() throws Exception {
        String body = credentials("ada", "adaada");
        try (TestServer server = new TestUsers(folder).start("EVENT_LOOPS", "1");
                Client client = server.connect();
                Client watch = server.connect()) {
            for (String piece : request("POST", "/api/login", JSON, body).split("(?<=\\G.{30})", -1)) {
                client.send(piece);
                watch.send("{\"type\":\"ping\"}\n"); // is answered behind the piece: the loop has taken it
                assertThat(watch.line()).isEqualTo("{\"type\":\"pong\"}");
            }
            assertThat(client.send("and more, which nobody reads").rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotAwaitedForEver() throws Exception {
        try (TestServer server = new TestUsers(folder).start("HANDSHAKE_TIMEOUT", "500ms");
                Client client = server.connect()) {
            client.send("POST /api/login HTTP/1.1\r\nHost: x\r\n" + JSON + "Content-Length: 10\r\n\r\n{");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    void whoEndsItsDirectionIsAnsweredAllTheSame() throws Exception {
        try (TestServer server = TestServer.start();
                Client client = server.connect()) {
            client.send(request("GET", "/api/rooms/global/members", "", "")).endOutput();
            assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aQueryThatCannotBeReadIsABadRequest() throws Exception {
        try (TestServer server = new TestUsers(folder).start()) {
            for (String request : List.of(
                    WebSocketPeer.handshake("/ws?access_token=%"),
                    WebSocketPeer.handshake("/ws/rust?access_token=%zz"),
                    request("GET", "/api/rooms/global/messages?limit=%", ADA, ""))) {
                try (Client client = server.connect()) {
                    assertThat(client.send(request).rest())
                            .startsWith("HTTP/1.1 400 Bad Request\r\n")
                            .contains("\"A percent sign in a query must begin an escape.\"");
                }
            }
        }
    }

    @Test
    void anOlderHttpIsServedToo() throws Exception {
        try (TestServer server = TestServer.start();
                Client client = server.connect()) {
            assertThat(client.send("GET /api/rooms HTTP/1.0\r\n\r\n").rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    private static JsonNode api() {
        try {
            return new YAMLMapper().readTree(Files.readString(Path.of("..", "docs", "openapi.yaml")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : API.at(ref.substring(1));
    }

    private static String header(String line) {
        String value = line.substring(line.indexOf(": ") + 2);
        return value.chars().allMatch(Character::isDigit) ? value : '"' + value.replace("\"", "\\\"") + '"';
    }

    private static JsonNode schemaOf(JsonNode header) {
        return header.path("schema");
    }

    private static boolean isValid(JsonNode schema, String json) {
        return errors(schema, json).isEmpty();
    }

    /** What of {@code json} is not as a schema of the file says. */
    private static List<?> errors(JsonNode schema, String json) {
        assertThat(schema.isObject()).isTrue();
        ObjectNode whole = schema.deepCopy();
        whole.set("components", API.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString())
                .validate(json, InputFormat.JSON);
    }
}
