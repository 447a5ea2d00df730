package chatlab.lab.stack;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.util.ArrayList;
import java.util.List;

/** Takes the stack down. */
public final class Down {
    private final Compose compose;
    private final StopSignal stop;

    public Down(Compose compose, StopSignal stop) {
        this.compose = compose;
        this.stop = stop;
    }

    /**
     * What has been removed.
     *
     * @param parts the containers
     * @param volumes the volumes with stored figures that have been removed
     * @param kept those that stay
     * @param watched the containers of trials that run, whose network had to stay; empty if all networks are gone
     */
    public record Outcome(List<Part> parts, List<String> volumes, List<String> kept, List<String> watched) {}

    /**
     * Does it.
     *
     * @param volumes whether stored figures are removed too
     * @throws UnusableException if something could not be removed
     * @throws InterruptedException if the user stopped it
     */
    public Outcome run(boolean volumes) throws InterruptedException {
        Project project = Project.of(compose);
        List<Part> before = Part.of(compose);
        List<String> stored = volumes(project);
        List<String> watched = watched(project);
        List<String> arguments = new ArrayList<>(List.of("down", "--remove-orphans"));
        if (volumes) {
            arguments.add("--volumes");
        }
        if (watched.isEmpty()) {
            int code = compose.show(stop, arguments);
            if (code != 0) {
                throw new UnusableException(
                        "Not all of the stack could be removed (docker compose ended with exit code " + code
                                + "; what it said stands above).");
            }
        } else {
            // It fails on the network that trials are on, and would say so at length; all else it removes.
            Compose.Answer answer = compose.ask(arguments.toArray(String[]::new));
            if (!Part.of(compose).isEmpty()) {
                throw new UnusableException("Not all of the stack could be removed: " + answer.problem() + ".");
            }
        }
        List<String> kept = volumes(project);
        List<String> removed =
                stored.stream().filter(each -> !kept.contains(each)).toList();
        return new Outcome(before, removed, kept, watched);
    }

    private List<String> volumes(Project project) {
        return compose.docker(
                        "volume", "ls", "--quiet", "--filter", "label=com.docker.compose.project=" + project.name())
                .out()
                .lines()
                .toList();
    }

    /** The containers of trials on one of the stack's networks. */
    private List<String> watched(Project project) {
        return project.networks().stream()
                .flatMap(network -> compose.docker(
                                "ps",
                                "--filter",
                                "label=chatlab.run",
                                "--filter",
                                "network=" + network,
                                "--format",
                                "{{.Names}}")
                        .out()
                        .lines())
                .distinct()
                .sorted()
                .toList();
    }
}
