package chatlab.lab.stack;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the stack up and waits until all of it is healthy. What can be known beforehand is checked beforehand, because
 * Compose would tell it in riddles, with half of the stack running.
 */
public final class Up {
    private static final String GRAFANA = "grafana";
    private static final String LOAD_CLIENTS = "load-clients";
    /** What watches experiments. */
    private static final Set<String> WATCHING = Set.of("prometheus", GRAFANA);

    private static final String WAIT_SECONDS = "300";

    private final Compose compose;
    private final StopSignal stop;

    public Up(Compose compose, StopSignal stop) {
        this.compose = compose;
        this.stop = stop;
    }

    /**
     * What is wanted.
     *
     * @param loadClients how many processes of load clients; empty for as many as the compose file says
     * @param observer whether only what watches is wanted; all else is stopped then
     * @param build whether images are built where sources changed
     */
    public record Options(OptionalInt loadClients, boolean observer, boolean build) {}

    /**
     * What has come up.
     *
     * @param withoutGrafana the image of Grafana if it could not be had, so that the stack runs without
     */
    public record Outcome(List<Part> parts, Optional<String> withoutGrafana) {}

    /**
     * Does it.
     *
     * @throws UnusableException if something is in the way, or a service does not get healthy
     * @throws InterruptedException if the user stopped it; what had been started by then stays
     */
    public Outcome run(Options options) throws InterruptedException {
        Project project = Project.of(compose);
        List<String> wanted = new ArrayList<>(project.services().keySet());
        if (options.observer()) {
            wanted.retainAll(WATCHING);
        }
        List<Part> before = Part.of(compose);
        project.services().forEach((name, service) -> {
            if (wanted.contains(name)) {
                requireFreePorts(name, service, before);
            }
        });
        Optional<String> missing = missingGrafana(project, wanted);
        missing.ifPresent(image -> wanted.remove(GRAFANA));
        if (options.observer()) {
            stopOthers(before, wanted);
        }
        boolean build = options.build()
                && project.services().entrySet().stream()
                        .anyMatch(each -> each.getValue().built() && wanted.contains(each.getKey()));
        Optional<Path> launcher = compose.launcher();
        if (build && launcher.isPresent()) {
            build(launcher.get());
        }
        int code = compose.show(stop, arguments(options, build && launcher.isEmpty(), wanted));
        if (code != 0) {
            throw new UnusableException("The stack did not come up (docker compose ended with exit code " + code
                    + "; what it said stands above)." + lastWords()
                    + " './chatlab down' removes what has been started.");
        }
        return new Outcome(Part.of(compose), missing);
    }

    /** What those said last that do not run well: most likely a knob was wrong, and they know which. */
    private String lastWords() {
        return Part.of(compose).stream()
                .filter(part -> !part.isRunning() || part.health().equals("unhealthy"))
                .map(Part::service)
                .distinct()
                .map(service -> said(service, compose.ask("logs", "--no-log-prefix", "--tail", "1", service)))
                .collect(Collectors.joining());
    }

    private static String said(String service, Compose.Answer log) {
        // Compose draws even where nobody looks.
        String line = log.out().replaceAll("\\e\\[[0-9;]*[A-Za-z]", "").strip();
        return log.isOk() && !line.isEmpty() ? " " + service + " said: " + line : "";
    }

    /**
     * The launcher knows by a label whether sources have changed. Images that Compose builds lack it, so that the next
     * experiment would build them once more, and the stack would be recreated for nothing.
     */
    private void build(Path launcher) throws InterruptedException {
        int code = compose.showProgram(stop, List.of(launcher.toString(), "images"));
        if (code != 0) {
            throw new UnusableException("The images could not be built ('" + launcher + " images' ended with exit code "
                    + code + "; what it said stands above).");
        }
    }

    private static List<String> arguments(Options options, boolean build, List<String> services) {
        List<String> arguments = new ArrayList<>(List.of("up", "--detach", "--wait", "--wait-timeout", WAIT_SECONDS));
        arguments.add(build ? "--build" : "--no-build");
        if (options.observer()) {
            arguments.add("--no-deps");
        }
        options.loadClients().ifPresent(count -> arguments.addAll(List.of("--scale", LOAD_CLIENTS + "=" + count)));
        arguments.addAll(services);
        return arguments;
    }

    /** A port that the stack holds already is its own. */
    private static void requireFreePorts(String name, Project.Service service, List<Part> before) {
        for (Project.HostPort port : service.ports()) {
            boolean own = before.stream()
                    .filter(part -> part.isRunning() && part.service().equals(name))
                    .anyMatch(part ->
                            part.published().getOrDefault(port.target(), "").endsWith(":" + port.port()));
            if (!own && !isFree(port)) {
                throw new UnusableException("Port " + port.port() + " on " + port.address() + ", which '" + name
                        + "' is to have, is taken by another program; set " + StackPort.variable(name, port.target())
                        + " to a free one, or end what holds it.");
            }
        }
    }

    private static boolean isFree(Project.HostPort port) {
        try (ServerSocket socket = new ServerSocket(port.port(), 1, InetAddress.getByName(port.address()))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Grafana only draws what Prometheus has, so that where its image can't be had the stack is still worth having. */
    private Optional<String> missingGrafana(Project project, List<String> wanted) throws InterruptedException {
        Optional<String> image = wanted.contains(GRAFANA) ? project.pulledImage(GRAFANA) : Optional.empty();
        if (image.isEmpty() || compose.docker("image", "inspect", image.get()).isOk()) {
            return Optional.empty();
        }
        return compose.show(stop, List.of("pull", GRAFANA)) == 0 ? Optional.empty() : image;
    }

    private void stopOthers(List<Part> before, List<String> wanted) throws InterruptedException {
        List<String> others = before.stream()
                .filter(part -> part.isRunning() && !wanted.contains(part.service()))
                .map(Part::service)
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            List<String> arguments = new ArrayList<>(List.of("stop"));
            arguments.addAll(others);
            compose.show(stop, arguments);
        }
    }
}
