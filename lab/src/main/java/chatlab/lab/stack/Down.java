package chatlab.lab.stack;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes the stack down. */
public final class Down {
    /** What was started on demand goes, too. */
    private static final String EVERY_PROFILE = "*";

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
        Map<String, List<String>> watched = watched(project);
        List<String> arguments = new ArrayList<>(List.of("--profile", EVERY_PROFILE, "down", "--remove-orphans"));
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
            Compose.Answer answer = compose.ask(stop, arguments);
            requireGone(project, volumes, watched.keySet(), answer.problem());
        }
        List<String> kept = volumes(project);
        List<String> removed =
                stored.stream().filter(each -> !kept.contains(each)).toList();
        return new Outcome(
                before,
                removed,
                kept,
                watched.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Nothing may be left but the networks that trials are on. */
    private void requireGone(Project project, boolean volumes, Set<String> watched, String problem) {
        List<String> left =
                new ArrayList<>(Part.of(compose).stream().map(Part::name).toList());
        left.addAll(lines("network", "ls", "--filter", ofProject(project), "--format", "{{.Name}}"));
        left.removeAll(watched);
        if (volumes) {
            left.addAll(volumes(project));
        }
        if (!left.isEmpty()) {
            throw new UnusableException("Not all of the stack could be removed (" + String.join(", ", left)
                    + (left.size() == 1 ? " is" : " are") + " left): " + problem + ".");
        }
    }

    private List<String> volumes(Project project) {
        return lines("volume", "ls", "--quiet", "--filter", ofProject(project));
    }

    /** The containers of trials, by the network of the stack that they are on; networks without any are left out. */
    private Map<String, List<String>> watched(Project project) {
        Map<String, List<String>> watched = new TreeMap<>();
        for (String network : project.networks()) {
            List<String> trials = lines(
                    "ps", "--filter", "label=chatlab.run", "--filter", "network=" + network, "--format", "{{.Names}}");
            if (!trials.isEmpty()) {
                watched.put(network, trials);
            }
        }
        return watched;
    }

    private static String ofProject(Project project) {
        return "label=com.docker.compose.project=" + project.name();
    }

    private List<String> lines(String... arguments) {
        Compose.Answer answer = compose.docker(arguments);
        if (!answer.isOk()) {
            throw new UnusableException("The engine does not tell what is there: " + answer.problem() + ".");
        }
        return answer.out().lines().toList();
    }
}
