package chatlab.lab;

import com.github.dockerjava.api.DockerClient;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** What a run has made and not removed. */
final class Leftovers {
    private Leftovers() {}

    /** A text for each of its containers and networks, or processes of this machine, that are there. */
    static List<String> of(String engine, String run) {
        return engine.equals("docker") ? onDocker(run) : processes(run);
    }

    private static List<String> processes(String run) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains("-Dchatlab.run=" + run))
                        .orElse(false))
                .map(process -> process.info().commandLine().orElse("process " + process.pid()))
                .toList();
    }

    /** The names of containers and networks. */
    static List<String> onDocker(String run) {
        DockerClient docker = DockerClientFactory.lazyClient();
        List<String> names = new ArrayList<>();
        docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of("chatlab.run=" + run))
                .exec()
                .forEach(container -> names.add(container.getNames()[0]));
        docker.listNetworksCmd()
                .withFilter("label", List.of("chatlab.run=" + run))
                .exec()
                .forEach(network -> names.add(network.getName()));
        return names;
    }
}
