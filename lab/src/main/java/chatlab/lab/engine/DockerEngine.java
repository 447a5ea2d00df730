package chatlab.lab.engine;

import chatlab.process.UnusableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Containers on a Docker Engine. Images are used by their tags only; somebody else builds them. */
final class DockerEngine implements Engine {
    /** What everything made by the lab is labelled with; the value is the run. */
    static final String RUN_LABEL = "chatlab.run";

    /** The newest version of the interface that this code was written for. */
    private static final String API = "1.44";

    private final DockerClient docker;
    private final String run;
    private final Path checkout;
    private final int cores;
    private final Map<String, String> facts;

    private DockerEngine(DockerClient docker, String run, Path checkout, int cores, Map<String, String> facts) {
        this.cores = cores;
        this.docker = docker;
        this.run = run;
        this.checkout = checkout;
        this.facts = facts;
    }

    static Engine connect(String run, Path checkout) {
        Version version;
        String host;
        try (DockerClient unversioned = client("")) {
            version = unversioned.versionCmd().exec();
            host = configuration("").getDockerHost().toString();
        } catch (IOException | RuntimeException e) {
            throw new UnusableException(
                    "No Docker Engine answers at " + configuration("").getDockerHost() + " (" + rootCause(e) + ").", e);
        }
        DockerClient docker = client(clamp(API, version));
        try {
            Info info = docker.infoCmd().exec();
            int cores = info.getNCPU() == null ? 1 : info.getNCPU();
            return new DockerEngine(docker, run, checkout, cores, facts(info, version, host));
        } catch (RuntimeException e) {
            close(docker);
            throw e;
        }
    }

    @Override
    public EngineKind kind() {
        return EngineKind.DOCKER;
    }

    @Override
    public void prepare() {
        Path launcher = checkout.resolve("chatlab");
        try {
            int code = new ProcessBuilder(launcher.toString(), "images")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new UnusableException("The images are not there: '" + launcher + " images' failed.");
            }
        } catch (IOException e) {
            throw new UnusableException("The images can't be built: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableException("Building the images was interrupted.", e);
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> all = new LinkedHashMap<>(facts);
        for (NodeSpec.Role role : NodeSpec.Role.values()) {
            all.put("image " + image(role), imageId(docker, image(role)));
        }
        return all;
    }

    @Override
    public Deployment deploy(String name) {
        return new DockerDeployment(docker, run, name, cores);
    }

    @Override
    public void close() {
        try {
            // What a deployment could not remove itself, because it was cut short.
            docker.listContainersCmd().withShowAll(true).withLabelFilter(Map.of(RUN_LABEL, run)).exec().stream()
                    .map(container -> container.getId())
                    .forEach(id -> docker.removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
            docker.listNetworksCmd().withFilter("label", List.of(RUN_LABEL + "=" + run)).exec().stream()
                    .map(network -> network.getId())
                    .forEach(id -> docker.removeNetworkCmd(id).exec());
        } finally {
            close(docker);
        }
    }

    /** The tag of a role's image. */
    static String image(NodeSpec.Role role) {
        return "chatlab/" + role.artifact() + ":dev";
    }

    private static Map<String, String> facts(Info info, Version version, String host) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (host.startsWith("unix:")) {
            facts.putAll(HostFacts.read());
        }
        facts.put("engine", "Docker " + version.getVersion() + ", " + info.getOperatingSystem());
        facts.put("engine kernel", String.valueOf(info.getKernelVersion()));
        facts.put("engine cores", String.valueOf(info.getNCPU()));
        facts.put("cgroup", "v" + info.getRawValues().getOrDefault("CgroupVersion", "1"));
        return facts;
    }

    private static String imageId(DockerClient docker, String image) {
        try {
            InspectImageResponse found = docker.inspectImageCmd(image).exec();
            return String.valueOf(found.getId());
        } catch (NotFoundException e) {
            return "not built; './chatlab images' builds it";
        }
    }

    private static DefaultDockerClientConfig configuration(String apiVersion) {
        DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        return (apiVersion.isEmpty() ? builder : builder.withApiVersion(apiVersion)).build();
    }

    private static DockerClient client(String apiVersion) {
        DefaultDockerClientConfig configuration = configuration(apiVersion);
        return DockerClientImpl.getInstance(
                configuration,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(configuration.getDockerHost())
                        .sslConfig(configuration.getSSLConfig())
                        .connectionTimeout(Duration.ofSeconds(5))
                        .responseTimeout(Duration.ofSeconds(60))
                        .build());
    }

    /** docker-java does not negotiate: the version is the wanted one as far as the engine goes down and up to it. */
    private static String clamp(String wanted, Version engine) {
        String oldest = String.valueOf(engine.getRawValues().getOrDefault("MinAPIVersion", wanted));
        String newest = String.valueOf(engine.getApiVersion());
        return compare(wanted, newest) > 0 ? newest : compare(wanted, oldest) < 0 ? oldest : wanted;
    }

    private static int compare(String a, String b) {
        int[] left = parts(a);
        int[] right = parts(b);
        return left[0] != right[0] ? Integer.compare(left[0], right[0]) : Integer.compare(left[1], right[1]);
    }

    private static int[] parts(String version) {
        int dot = version.indexOf('.');
        return dot < 0
                ? new int[] {Integer.parseInt(version), 0}
                : new int[] {Integer.parseInt(version.substring(0, dot)), Integer.parseInt(version.substring(dot + 1))};
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static void close(DockerClient docker) {
        try {
            docker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
