package chatlab.lab.engine;

import chatlab.lab.compose.ComposeService;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that containers are made of: the project's own, which './chatlab images' builds, and public ones. */
final class DockerImages {
    /** What is written down of an image that is not there. */
    private static final String NOT_BUILT = "not built; './chatlab images' builds it";

    private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);

    private final DockerClient docker;
    private final Path checkout;
    /** Ids, which can't change during a run as tags can. */
    private final Map<NodeSpec.Role, String> ids = new EnumMap<>(NodeSpec.Role.class);

    /** Of how those are run that are not the project's own, when it was made sure that they are there. */
    private final Map<NodeSpec.Role, String> digests = new EnumMap<>(NodeSpec.Role.class);

    private final Map<NodeSpec.Role, ComposeService> services = new EnumMap<>(NodeSpec.Role.class);

    DockerImages(DockerClient docker, Path checkout) {
        this(docker, checkout, Map.of());
    }

    /** @param ids of images that are there */
    DockerImages(DockerClient docker, Path checkout, Map<NodeSpec.Role, String> ids) {
        this.docker = docker;
        this.checkout = checkout;
        this.ids.putAll(ids);
    }

    /**
     * Makes sure that they are there and up to date.
     *
     * @throws UnusableException if one can't be had
     * @throws InterruptedException if the user stopped it
     */
    void prepare(Set<NodeSpec.Role> roles, StopSignal stop) throws InterruptedException {
        // What can be wrong without anything having been done comes first.
        List<ComposeService> others =
                roles.stream().flatMap(role -> service(role).stream()).toList();
        build(roles.stream().filter(NodeSpec.Role::isOurs).toList(), stop);
        for (ComposeService other : others) {
            pull(other.image(), stop);
        }
        roles.forEach(role -> {
            ids.put(role, idOf(role));
            service(role).ifPresent(service -> digests.put(role, service.digest()));
        });
    }

    private void build(List<NodeSpec.Role> roles, StopSignal stop) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(checkout.resolve("chatlab").toString(), "images"));
        roles.forEach(role -> line.add(role.artifact()));
        int code;
        try {
            Process build = new ProcessBuilder(line)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            stop.onRaise(build::destroy);
            code = build.waitFor();
        } catch (IOException e) {
            throw new UnusableException("The images can't be built: " + e.getMessage() + ".", e);
        }
        if (stop.isRaised()) {
            throw new InterruptedException("stopped by the user");
        }
        if (code != 0) {
            throw new UnusableException("The images are not there: '" + String.join(" ", line) + "' failed.");
        }
    }

    private void pull(String tag, StopSignal stop) throws InterruptedException {
        if (isThere(tag)) {
            return;
        }
        LOG.info("Fetching the image {} …", tag);
        try (ResultCallback.Adapter<PullResponseItem> pull =
                docker.pullImageCmd(tag).start()) {
            stop.onRaise(() -> end(pull));
            var _ = pull.awaitCompletion();
            if (stop.isRaised()) {
                throw new InterruptedException("stopped by the user");
            }
        } catch (IOException | RuntimeException e) {
            if (stop.isRaised()) {
                throw new InterruptedException("stopped by the user"); // closing it is a failure for the client
            }
            throw new UnusableException(
                    "The image " + tag + " is not there, and could not be had: " + DockerCalls.rootCause(e)
                            + "; 'docker pull " + tag + "' may say more.",
                    e);
        }
    }

    private static void end(ResultCallback.Adapter<PullResponseItem> pull) {
        try {
            pull.close();
        } catch (IOException e) {
            LOG.debug("fetching an image could not be ended", e); // what was fetched of it stays
        }
    }

    private boolean isThere(String tag) {
        return DockerCalls.ask("tell of the image " + tag, () -> {
            try {
                var _ = docker.inspectImageCmd(tag).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    /** How the live stack runs it; empty if it is the project's own. */
    Optional<ComposeService> service(NodeSpec.Role role) {
        return role.isOurs()
                ? Optional.empty()
                : Optional.of(services.computeIfAbsent(role, key -> ComposeService.read(checkout, key.artifact())));
    }

    /** What a container of this role is made of. */
    String id(NodeSpec.Role role) {
        return ids.getOrDefault(role, tag(role));
    }

    /** What each is made of and, where the live stack says so, its limits; for the report. */
    Map<String, String> facts(Set<NodeSpec.Role> roles) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (NodeSpec.Role role : roles) {
            facts.put("image " + tag(role), ids.containsKey(role) ? id(role) : idOf(role));
            service(role)
                    .ifPresent(service -> facts.put(
                            role.artifact() + " limits",
                            service.cpus() + " cores, " + (service.memoryBytes() >> 20) + " MiB"));
            if (digests.containsKey(role)) {
                facts.put(role.artifact() + " settings", digests.get(role));
            }
        }
        return facts;
    }

    private String tag(NodeSpec.Role role) {
        return service(role).map(ComposeService::image).orElse("chatlab/" + role.artifact() + ":dev");
    }

    private String idOf(NodeSpec.Role role) {
        return DockerCalls.ask("tell of the image " + tag(role), () -> {
            try {
                return String.valueOf(docker.inspectImageCmd(tag(role)).exec().getId());
            } catch (NotFoundException e) {
                return NOT_BUILT;
            }
        });
    }
}
