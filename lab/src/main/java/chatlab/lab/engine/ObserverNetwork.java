package chatlab.lab.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A network on which somebody watches, such as the Prometheus of the live stack: containers of trials join it beside
 * their own, under names that their role alone decides, so that whoever watches finds them without being told.
 */
record ObserverNetwork(String id, String name) {
    /** What a network to be joined is labelled with. */
    static final String LABEL = "chatlab.observer=true";

    /** The first one by name with a running container that is not the lab's own; empty if there is none. */
    static Optional<ObserverNetwork> find(DockerClient docker) {
        List<Network> networks = DockerCalls.ask(
                "list networks",
                () -> docker.listNetworksCmd()
                        .withFilter("label", List.of(LABEL))
                        .exec());
        return networks.stream()
                .sorted(Comparator.comparing(Network::getName))
                .filter(network -> isWatched(docker, network.getId()))
                .map(network -> new ObserverNetwork(network.getId(), network.getName()))
                .findFirst();
    }

    private static boolean isWatched(DockerClient docker, String network) {
        return DockerCalls.ask(
                        "list the containers of a network",
                        () -> docker.listContainersCmd()
                                .withNetworkFilter(List.of(network))
                                .exec())
                .stream()
                .anyMatch(container -> !container.getLabels().containsKey(DockerEngine.RUN_LABEL));
    }

    /** The name under which a container of this role is found. */
    static String alias(NodeSpec.Role role) {
        return "lab-" + role.artifact();
    }

    /** Lets a container that has not been started yet join. */
    void attach(DockerClient docker, String container, NodeSpec.Role role) {
        DockerCalls.ask(
                "attach a container to the network " + name,
                () -> docker.connectToNetworkCmd()
                        .withNetworkId(id)
                        .withContainerId(container)
                        .withContainerNetwork(new ContainerNetwork().withAliases(alias(role)))
                        .exec());
    }
}
