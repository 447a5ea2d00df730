package chatlab.lab.trial;

import chatlab.lab.engine.NodeSpec;
import chatlab.lab.experiment.Experiment.Timing;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Parameter.Group;
import chatlab.lab.experiment.Point;
import chatlab.lab.experiment.Topology;
import chatlab.process.Durations;
import chatlab.process.PartOf;
import chatlab.process.Sizes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a trial's processes are told, and how long it may take.
 *
 * @param partOf what they say in their metrics that they run for
 */
record TrialPlan(PartOf partOf, Point point, Timing timing, long seed, Patience patience) {
    /**
     * How long the lab waits beyond what is to be expected.
     *
     * @param start for a process to be ready
     * @param slack for everything else, on top of the time that it should take
     * @param stop for a process to end by itself
     */
    record Patience(Duration start, Duration slack, Duration stop) {
        /** A virtual machine under a quarter of a core takes seconds to start. */
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(90), Duration.ofSeconds(60), Duration.ofSeconds(10));
    }

    double cpus() {
        return Double.parseDouble(point.get(Parameter.CPUS));
    }

    long memoryBytes() {
        return Sizes.parse(point.get(Parameter.MEMORY));
    }

    Topology topology() {
        return Topology.parse(point.get(Parameter.TOPOLOGY));
    }

    /** Whether somebody else serves beside one server. */
    boolean hasParts() {
        return !serving().others().isEmpty() || !topology().isSingle();
    }

    /** Those that serve. */
    NodeSpec.Serving serving() {
        Set<NodeSpec.Role> others = EnumSet.noneOf(NodeSpec.Role.class);
        if (topology().sharesRooms()) {
            others.add(NodeSpec.Role.REDIS);
        }
        if (point.get(Parameter.PROXY).equals("haproxy")) {
            others.add(NodeSpec.Role.HAPROXY);
        }
        return new NodeSpec.Serving(cpus() * topology().servers(), others);
    }

    /**
     * The servers.
     *
     * @param redis {@code host:port} of the Redis that they share rooms through; empty without
     * @param all {@code host:port} by which all of them are found
     */
    List<NodeSpec> servers(Optional<String> redis, Supplier<String> all) {
        Map<String, String> environment = variables(Group.SERVER);
        redis.ifPresent(address -> environment.put("CLUSTER", "redis://" + address));
        if (topology().dealsRoomsOut()) {
            environment.put("SHARDS", all.get());
            environment.put("SHARD_REPLICAS", Integer.toString(topology().replicas()));
        }
        return IntStream.rangeClosed(1, topology().servers())
                .mapToObj(number -> new NodeSpec(
                        NodeSpec.Role.SERVER,
                        number,
                        environment,
                        OptionalDouble.of(cpus()),
                        OptionalLong.of(memoryBytes()),
                        serving()))
                .toList();
    }

    NodeSpec redis() {
        return beside(NodeSpec.Role.REDIS, Map.of());
    }

    /** @param all {@code host:port} by which all servers are found */
    NodeSpec haproxy(Supplier<String> all) {
        return beside(
                NodeSpec.Role.HAPROXY,
                Map.of(
                        "SHARDS",
                        topology().dealsRoomsOut() ? all.get() : "none",
                        "SHARD_REPLICAS",
                        Integer.toString(topology().replicas())));
    }

    private NodeSpec beside(NodeSpec.Role role, Map<String, String> environment) {
        return new NodeSpec(role, 1, environment, OptionalDouble.empty(), OptionalLong.empty(), serving());
    }

    /** Who plays the clients. */
    static NodeSpec.Role generator(Point point) {
        String generator = point.get(Parameter.GENERATOR);
        return switch (generator) {
            case "load-clients" -> NodeSpec.Role.LOAD_CLIENTS;
            case "gatling" -> NodeSpec.Role.GATLING;
            default -> throw new IllegalArgumentException(generator);
        };
    }

    /** The file that the log of who plays the clients is kept in. */
    String clientsLog() {
        return generator(point) == NodeSpec.Role.GATLING ? "gatling.log" : "load-clients.log";
    }

    /**
     * The processes that play the clients.
     *
     * @param targets {@code host:port} of what they connect to, one of them each
     */
    List<NodeSpec> clients(List<String> targets) {
        NodeSpec.Role generator = generator(point);
        if (generator == NodeSpec.Role.GATLING) {
            Map<String, String> environment = labels();
            environment.putAll(GatlingSettings.of(point, timing, targets.getFirst()));
            return List.of(clients(generator, 1, withTiming(environment)));
        }
        int processes = Integer.parseInt(point.get(Parameter.PROCESSES));
        String run = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        return IntStream.rangeClosed(1, processes)
                .mapToObj(number -> clients(generator, number, clientsEnvironment(targets, number, processes, run)))
                .toList();
    }

    private NodeSpec clients(NodeSpec.Role generator, int number, Map<String, String> environment) {
        return new NodeSpec(generator, number, environment, OptionalDouble.empty(), OptionalLong.empty(), serving());
    }

    private Map<String, String> clientsEnvironment(List<String> targets, int number, int processes, String run) {
        Map<String, String> environment = variables(Group.CLIENTS);
        if (processes > 1) {
            environment.put("SHARD", number + "/" + processes);
            environment.put("RUN_ID", run);
        }
        environment.put("TARGET", targets.stream().map(this::address).collect(Collectors.joining(",")));
        return withTiming(environment);
    }

    /** The same for whoever plays the clients. */
    private Map<String, String> withTiming(Map<String, String> environment) {
        environment.put("WARMUP", Durations.format(timing.warmup()));
        environment.put("DURATION", Durations.format(timing.duration()));
        environment.put("DRAIN", Durations.format(timing.drain()));
        environment.put("START", "barrier");
        environment.put("SEED", Long.toString(seed));
        return environment;
    }

    private String address(String target) {
        String transport = point.get(Parameter.TRANSPORT);
        return switch (transport) {
            case "tcp" -> "tcp://" + target;
            case "websocket" -> "ws://" + target + "/ws";
            default -> throw new IllegalArgumentException(transport);
        };
    }

    /** How long all clients may take to be there. */
    Duration connectPatience() {
        return connecting().multipliedBy(4).plus(patience.slack());
    }

    /** How long it may take from the start of the schedule to the results. */
    Duration runPatience() {
        return timing.total().plus(patience.slack());
    }

    /** How long one repetition takes when all goes well, for the estimate; starting and ending were measured at 6 s, and at 4 more where several begin together. */
    Duration expected() {
        boolean several = !point.get(Parameter.PROCESSES).equals("1");
        return timing.warmup()
                .plus(timing.duration())
                .plus(connecting())
                .plus(meetingEachOther())
                .plusSeconds(
                        generator(point) == NodeSpec.Role.GATLING ? GatlingSettings.AROUND_SECONDS : several ? 10 : 6);
    }

    /** Several servers start side by side; how long that takes is a matter of their CPU. */
    private Duration meetingEachOther() {
        return hasParts()
                ? Duration.ofMillis((long) ((topology().sharesRooms() ? 2_000 : 600) / cpus()))
                : Duration.ZERO;
    }

    private Duration connecting() {
        long members = Long.parseLong(point.get(Parameter.MEMBERS));
        return Duration.ofMillis(members * 1000 / Long.parseLong(point.get(Parameter.CONNECT_RATE)));
    }

    private Map<String, String> variables(Group group) {
        Map<String, String> variables = labels();
        for (Parameter parameter : Parameter.of(group)) {
            parameter.variable().ifPresent(name -> variables.put(name, point.get(parameter)));
        }
        return variables;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("EXPERIMENT", partOf.experiment());
        labels.put("TRIAL", partOf.trial());
        return labels;
    }
}
