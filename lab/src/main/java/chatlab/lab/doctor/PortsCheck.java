package chatlab.lab.doctor;

import chatlab.lab.compose.EnvFile;
import chatlab.lab.doctor.EngineAnswer.Answers;
import chatlab.lab.engine.EngineSurvey.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Whether the ports are free on which the live stack is reached.
 *
 * @param settings which ports those are
 * @param free whether something could listen on a port of loopback
 */
record PortsCheck(Supplier<EngineAnswer> engine, EnvFile settings, Listeners listeners, IntPredicate free)
        implements Check {
    private static final Map<String, Integer> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("CHAT_PORT", 8080);
        DEFAULTS.put("SERVER_ADMIN_PORT", 8081);
        DEFAULTS.put("PROMETHEUS_PORT", 9090);
        DEFAULTS.put("GRAFANA_PORT", 3000);
    }

    private static final int MOST = 65_535;
    private static final String DEFAULT_PROJECT = "chatlab";

    @Override
    public String name() {
        return "ports";
    }

    @Override
    public List<Finding> findings() {
        List<String> free = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        List<Finding> taken = new ArrayList<>();
        DEFAULTS.forEach((variable, number) -> {
            String text = settings.value(variable).orElse(number.toString());
            if (!isPort(text)) {
                taken.add(Finding.fail(
                        name(),
                        variable + " is '" + text + "', it has to be a port, 1 to 65535",
                        settings.change(variable, number.toString())));
                return;
            }
            int port = Integer.parseInt(text);
            Optional<PublishedPort> container = container(port);
            if (container.isPresent() && container.get().project().equals(project())) {
                ours.add(text);
            } else if (container.isEmpty() && this.free.test(port)) {
                free.add(text);
            } else {
                taken.add(taken(variable, port, container));
            }
        });
        List<Finding> findings = new ArrayList<>();
        if (!free.isEmpty()) {
            findings.add(Finding.ok(name(), String.join(", ", free) + " of the live stack are free"));
        }
        if (!ours.isEmpty()) {
            findings.add(Finding.ok(name(), String.join(", ", ours) + " are the running stack's own"));
        }
        findings.addAll(taken);
        return findings;
    }

    /** Whether something could listen on a port of loopback; {@link #free} for real. */
    static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private Finding taken(String variable, int port, Optional<PublishedPort> container) {
        String holder = container
                .map(found -> "the container " + found.container())
                .or(() -> listeners.on(port))
                .orElse("somebody whom this user may not see");
        return Finding.fail(
                name(),
                port + " (" + variable + ") is taken by " + holder + ": the live stack can't start",
                another(port)
                        .mapToObj(other -> settings.change(variable, Integer.toString(other)))
                        .findFirst()
                        .orElse("end what holds it"));
    }

    /** A free port that resembles this one; empty if none of those is free. */
    private IntStream another(int port) {
        return IntStream.rangeClosed(1, 5)
                .map(i -> port + 10_000 * i)
                .map(candidate -> candidate > MOST ? candidate - 60_000 : candidate)
                .filter(candidate -> isPort(Integer.toString(candidate)) && free.test(candidate))
                .limit(1);
    }

    private Optional<PublishedPort> container(int port) {
        return engine.get() instanceof Answers answers
                ? answers.survey().publishedPorts().stream()
                        .filter(published -> published.port() == port)
                        .findFirst()
                : Optional.empty();
    }

    private String project() {
        return settings.value("COMPOSE_PROJECT_NAME").orElse(DEFAULT_PROJECT);
    }

    private static boolean isPort(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST;
    }
}
