package chatlab.lab.engine;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A process to be started.
 *
 * @param number which process of its role in its deployment this is, from 1
 * @param environment its settings, without ports and addresses, which the engine knows
 * @param cpus a limit in cores
 * @param memoryBytes a limit on memory
 * @param serving what its deployment's serving side may use: where there are cores enough, that many are its alone
 */
public record NodeSpec(
        Role role,
        int number,
        Map<String, String> environment,
        OptionalDouble cpus,
        OptionalLong memoryBytes,
        Serving serving) {
    /**
     * Those that serve.
     *
     * @param serverCpus what all servers may use together, in cores
     * @param others what stands between them and the clients, or between one another
     */
    public record Serving(double serverCpus, Set<Role> others) {
        public Serving {
            others = Set.copyOf(others);
        }
    }

    /** What a process is there for. */
    public enum Role {
        SERVER("server", 8080, 8081),
        LOAD_CLIENTS("load-clients", 0, 8082),
        /** Plays the clients in their stead. */
        GATLING("gatling", 0, 8082),
        /** What servers share their rooms through. */
        REDIS("redis", 6379, 0),
        /** One address for all servers. */
        HAPROXY("haproxy", 8080, 8404);

        private final String artifact;
        private final int servicePort;
        private final int adminPort;

        Role(String artifact, int servicePort, int adminPort) {
            this.artifact = artifact;
            this.servicePort = servicePort;
            this.adminPort = adminPort;
        }

        /** What its image, module and jar are called, or the service of the live stack. */
        String artifact() {
            return artifact;
        }

        /** Whether the project has written it; else the live stack says how it is run, and it goes in a container alone. */
        boolean isOurs() {
            return this != REDIS && this != HAPROXY;
        }

        /** The port of its service where it can have it for itself; 0 if it serves nobody. */
        int servicePort() {
            return servicePort;
        }

        /** Its admin port where it can have it for itself; 0 if it has none. */
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
        this(role, 1, environment, cpus, memoryBytes, new Serving(serverCpus, Set.of()));
    }

    /** What it is called within its deployment: {@code load-clients}, and the second one {@code load-clients-2}. */
    String name() {
        return number == 1 ? role.artifact() : role.artifact() + "-" + number;
    }

    public NodeSpec {
        environment = Map.copyOf(environment);
    }
}
