package chatlab.lab.stack;

/** What the stack publishes on the host, each at a port that a variable of {@code .env} decides. */
enum StackPort {
    GRAFANA("grafana", 3000, "GRAFANA_PORT"),
    PROMETHEUS("prometheus", 9090, "PROMETHEUS_PORT"),
    BALANCED_CHAT("haproxy", 8080, "CHAT_PORT"),
    BALANCER("haproxy", 8404, "HAPROXY_PORT"),
    CHAT("server", 8080, "CHAT_PORT"),
    SERVER_ADMIN("server", 8081, "SERVER_ADMIN_PORT");

    private final String service;
    private final int target;
    private final String variable;

    StackPort(String service, int target, String variable) {
        this.service = service;
        this.target = target;
        this.variable = variable;
    }

    /** The service that it belongs to. */
    String service() {
        return service;
    }

    /** The port inside the container. */
    int target() {
        return target;
    }

    /** The variable, to follow "set"; the file itself for a port that somebody has added. */
    static String variable(String service, int target) {
        for (StackPort port : values()) {
            if (port.service.equals(service) && port.target == target) {
                return port.variable + " in .env";
            }
        }
        return "the port of '" + service + "' in docker-compose.yml";
    }
}
