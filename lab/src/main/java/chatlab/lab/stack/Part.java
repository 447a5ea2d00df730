package chatlab.lab.stack;

import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of the stack.
 *
 * @param service which of the stack's services it is one of
 * @param state {@code running}, {@code exited} …
 * @param health what its healthcheck says, such as healthy, unhealthy or starting; none without a healthcheck
 * @param published {@code host:port} by the container's port
 */
public record Part(String service, String name, String state, String health, Map<Integer, String> published) {
    private static final JsonMapper JSON = new JsonMapper();

    /** All of them, those that have ended too. */
    public static List<Part> of(Compose compose) {
        Compose.Answer answer = compose.ask("ps", "--all", "--format", "json");
        if (!answer.isOk()) {
            throw new UnusableException("Compose does not tell what runs: " + answer.problem() + ".");
        }
        return parse(answer.out());
    }

    /** Reads what {@code docker compose ps} says: an object per line, or one array of them in versions before 2.21. */
    public static List<Part> parse(String json) {
        List<Part> parts = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(json)) {
            // An array is walked through by the iterator itself.
            while (values.hasNextValue()) {
                parts.add(part(values.nextValue()));
            }
        } catch (IOException e) {
            throw new UnusableException("This version of Compose tells in an unknown way what runs.", e);
        }
        parts.sort(Comparator.comparing(Part::service).thenComparing(Part::name));
        return List.copyOf(parts);
    }

    /** Whether it runs now. */
    public boolean isRunning() {
        return state.equals("running");
    }

    /** Where something of the stack is reached from this machine, {@code host:port}; empty if it does not run. */
    static Optional<String> address(List<Part> parts, StackPort port) {
        return parts.stream()
                .filter(part -> part.isRunning() && part.service.equals(port.service()))
                .flatMap(part -> Optional.ofNullable(part.published.get(port.target())).stream())
                .findFirst();
    }

    private static Part part(JsonNode node) {
        Map<Integer, String> published = new LinkedHashMap<>();
        for (JsonNode each : node.path("Publishers")) {
            int port = each.path("PublishedPort").asInt();
            if (port != 0) {
                String address = each.path("URL").asText();
                boolean any = address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
                published.putIfAbsent(each.path("TargetPort").asInt(), (any ? "127.0.0.1" : address) + ":" + port);
            }
        }
        String health = node.path("Health").asText();
        return new Part(
                node.path("Service").asText(),
                node.path("Name").asText(),
                node.path("State").asText(),
                health.isEmpty() ? "none" : health,
                published);
    }
}
