package chatlab.lab.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Docker Engine says of itself and of what is on it. Asking changes nothing.
 *
 * @param version of the engine, such as {@code 26.1.5+dfsg1}
 * @param oldestApi the oldest version of its interface
 * @param newestApi the newest version of its interface
 * @param spokenApi the version of it that the lab speaks with this engine
 * @param operatingSystem as the engine names it; {@code Docker Desktop} for that
 * @param cores how many it has
 * @param memoryBytes how much it has
 * @param rootDirectory where it keeps images, on its machine
 * @param cgroupVersion {@code 1} or {@code 2}
 * @param rootless whether it runs without root's rights
 * @param enforceable the limits that it can put on containers
 * @param images the tags of the images that are there
 * @param madeByRuns what carries the label of a run of the lab
 * @param publishedPorts the ports that running containers are reached at
 */
public record EngineSurvey(
        String version,
        String oldestApi,
        String newestApi,
        String spokenApi,
        String operatingSystem,
        int cores,
        long memoryBytes,
        String rootDirectory,
        String cgroupVersion,
        boolean rootless,
        Set<Limit> enforceable,
        Set<String> images,
        List<Made> madeByRuns,
        List<PublishedPort> publishedPorts) {

    /** What can be limited. */
    public enum Limit {
        CPU,
        MEMORY,
        /** Memory's limit holds for swap as well. */
        SWAP,
        PIDS
    }

    /**
     * Something that a run made.
     *
     * @param container or else a network
     * @param run its id
     */
    public record Made(boolean container, String name, String run, Instant created) {}

    /**
     * A port of the machine that leads to a container.
     *
     * @param project of Compose, empty if the container belongs to none
     */
    public record PublishedPort(int port, String container, String project) {}

    /** Where the engine is looked for. */
    public static URI address() {
        return DockerEngine.configuration("").getDockerHost();
    }

    /**
     * Asks the engine.
     *
     * @param patience how long all answers together may take
     * @throws SilentEngineException if they take longer
     * @throws chatlab.process.UnusableException if it can't be asked, or answers that it can't tell
     */
    public static EngineSurvey take(Duration patience) {
        return DockerCalls.within(
                patience,
                () -> DockerCalls.ask("answer", () -> {
                    Version version;
                    try (DockerClient unversioned = client("", patience)) {
                        version = unversioned.versionCmd().exec();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    String api = DockerEngine.clamp(DockerEngine.API, version);
                    try (DockerClient docker = client(api, patience)) {
                        return of(docker, version, api);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    private static EngineSurvey of(DockerClient docker, Version version, String api) {
        Info info = docker.infoCmd().exec();
        List<Container> containers =
                docker.listContainersCmd().withShowAll(true).exec();
        List<Network> networks = docker.listNetworksCmd()
                .withFilter("label", List.of(DockerEngine.RUN_LABEL))
                .exec();
        Set<String> images = new TreeSet<>();
        for (Image image : docker.listImagesCmd().exec()) {
            images.addAll(List.of(image.getRepoTags() == null ? new String[0] : image.getRepoTags()));
        }
        Map<String, Object> raw = info.getRawValues();
        List<String> security = info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions();
        return new EngineSurvey(
                String.valueOf(version.getVersion()),
                String.valueOf(version.getRawValues().getOrDefault("MinAPIVersion", api)),
                String.valueOf(version.getApiVersion()),
                api,
                String.valueOf(info.getOperatingSystem()),
                info.getNCPU() == null ? 1 : info.getNCPU(),
                info.getMemTotal() == null ? 0 : info.getMemTotal(),
                String.valueOf(info.getDockerRootDir()),
                String.valueOf(raw.getOrDefault("CgroupVersion", "1")),
                security.stream().anyMatch(option -> option.contains("rootless")),
                enforceable(info),
                images,
                made(containers, networks),
                published(containers));
    }

    private static Set<Limit> enforceable(Info info) {
        Set<Limit> limits = EnumSet.noneOf(Limit.class);
        if (Boolean.TRUE.equals(info.getCpuCfsQuota())) {
            limits.add(Limit.CPU);
        }
        if (Boolean.TRUE.equals(info.getMemoryLimit())) {
            limits.add(Limit.MEMORY);
        }
        if (Boolean.TRUE.equals(info.getSwapLimit())) {
            limits.add(Limit.SWAP);
        }
        if (Boolean.TRUE.equals(info.getRawValues().get("PidsLimit"))) {
            limits.add(Limit.PIDS);
        }
        return limits;
    }

    private static List<Made> made(List<Container> containers, List<Network> networks) {
        List<Made> made = new ArrayList<>();
        for (Container container : containers) {
            String run = label(container.getLabels(), DockerEngine.RUN_LABEL);
            if (!run.isEmpty()) {
                made.add(new Made(true, name(container), run, Instant.ofEpochSecond(container.getCreated())));
            }
        }
        for (Network network : networks) {
            made.add(new Made(
                    false,
                    network.getName(),
                    label(network.getLabels(), DockerEngine.RUN_LABEL),
                    network.getCreated().toInstant()));
        }
        return made;
    }

    private static List<PublishedPort> published(List<Container> containers) {
        return containers.stream()
                .flatMap(container -> Stream.of(
                                container.getPorts() == null ? new ContainerPort[0] : container.getPorts())
                        .filter(port -> port.getPublicPort() != null)
                        .map(port -> new PublishedPort(
                                port.getPublicPort(),
                                name(container),
                                label(container.getLabels(), "com.docker.compose.project"))))
                .distinct()
                .toList();
    }

    private static String name(Container container) {
        String[] names = container.getNames();
        String name = names == null || names.length == 0 ? container.getId() : names[0];
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static String label(@Nullable Map<String, String> labels, String key) {
        return labels == null ? "" : labels.getOrDefault(key, "");
    }

    private static DockerClient client(String apiVersion, Duration patience) {
        DefaultDockerClientConfig configuration = DockerEngine.configuration(apiVersion);
        return DockerClientImpl.getInstance(
                configuration,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(configuration.getDockerHost())
                        .sslConfig(configuration.getSSLConfig())
                        .connectionTimeout(patience)
                        .responseTimeout(patience)
                        .build());
    }
}
