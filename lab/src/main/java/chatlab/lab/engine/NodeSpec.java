package chatlab.lab.engine;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A process to be started.
 *
 * @param number which process of its role in its deployment this is, from 1
 * @param environment its settings, without ports and addresses, which the engine knows
 * @param cpus a limit in cores
 * @param memoryBytes a limit on memory
 * @param serverCpus the CPU limit of its deployment's server: where there are cores enough, that many are the server's alone
 */
public record NodeSpec(
        Role role,
        int number,
        Map<String, String> environment,
        OptionalDouble cpus,
        OptionalLong memoryBytes,
        double serverCpus) {
    /** What a process is there for. */
    public enum Role {
        SERVER("server", 8080, 8081),
        LOAD_CLIENTS("load-clients", 0, 8082),
        /** Plays the clients in their stead. */
        GATLING("gatling", 0, 8082);

        private final String artifact;
        private final int servicePort;
        private final int adminPort;

        Role(String artifact, int servicePort, int adminPort) {
            this.artifact = artifact;
            this.servicePort = servicePort;
            this.adminPort = adminPort;
        }

        /** What its image, module and jar are called. */
        String artifact() {
            return artifact;
        }

        /** The port of its service where it can have it for itself; 0 if it serves nobody. */
        int servicePort() {
            return servicePort;
        }

        /** Its admin port where it can have it for itself. */
        int adminPort() {
            return adminPort;
        }
    }

    /** The first of its role. */
    public NodeSpec(
            Role role,
            Map<String, String> environment,
            OptionalDouble cpus,
            OptionalLong memoryBytes,
            double serverCpus) {
        this(role, 1, environment, cpus, memoryBytes, serverCpus);
    }

    /** What it is called within its deployment: {@code load-clients}, and the second one {@code load-clients-2}. */
    String name() {
        return number == 1 ? role.artifact() : role.artifact() + "-" + number;
    }

    public NodeSpec {
        environment = Map.copyOf(environment);
    }
}
