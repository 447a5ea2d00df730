package chatlab.lab.stack;

import chatlab.process.UnusableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the compose file says, with {@code .env} and the environment put in.
 *
 * @param name of the project, which all that Compose makes is labelled with
 * @param services by name
 * @param networks their names on the engine
 */
public record Project(String name, Map<String, Service> services, List<String> networks) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One service.
     *
     * @param image its tag
     * @param built whether it is built here and not pulled
     * @param cpus its limit in cores, 0 for none
     * @param memoryBytes its limit, 0 for none
     */
    public record Service(String image, boolean built, List<HostPort> ports, double cpus, long memoryBytes) {}

    /**
     * A port of the host.
     *
     * @param target the container's port behind it
     */
    public record HostPort(String address, int port, int target) {}

    /**
     * What the file of a checkout says; no engine is asked.
     *
     * @throws UnusableException if Compose can't read it
     */
    public static Project in(Path folder, ComposeCommand command) {
        return of(Compose.withoutEngine(folder, command));
    }

    static Project of(Compose compose) {
        Compose.Answer answer = compose.ask("config", "--format", "json");
        if (!answer.isOk()) {
            throw new UnusableException(
                    "Compose can't read docker-compose.yml with your .env: " + answer.problem() + ".");
        }
        return parse(answer.out());
    }

    /** Reads what {@code docker compose config --format json} says. */
    public static Project parse(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            Map<String, Service> services = new LinkedHashMap<>();
            root.path("services").properties().forEach(each -> services.put(each.getKey(), service(each.getValue())));
            List<String> networks = new ArrayList<>();
            root.path("networks")
                    .forEach(network -> networks.add(network.path("name").asText()));
            return new Project(root.path("name").asText(), services, networks);
        } catch (JsonProcessingException e) {
            throw new UnusableException("This version of Compose writes its configuration in an unknown way.", e);
        }
    }

    /** The service's image, if it is one that has to be pulled. */
    Optional<String> pulledImage(String service) {
        return Optional.ofNullable(services.get(service))
                .filter(each -> !each.built())
                .map(Service::image);
    }

    private static Service service(JsonNode node) {
        List<HostPort> ports = new ArrayList<>();
        for (JsonNode port : node.path("ports")) {
            String published = port.path("published").asText();
            if (published.matches("\\d{1,5}")) { // a range or nothing leaves the choice to the engine
                ports.add(new HostPort(
                        port.path("host_ip").asText("0.0.0.0"),
                        Integer.parseInt(published),
                        port.path("target").asInt()));
            }
        }
        return new Service(
                node.path("image").asText(),
                node.has("build"),
                List.copyOf(ports),
                node.path("cpus").asDouble(),
                node.path("mem_limit").asLong());
    }
}
