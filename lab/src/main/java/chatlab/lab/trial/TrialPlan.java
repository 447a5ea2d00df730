package chatlab.lab.trial;

import chatlab.lab.engine.NodeSpec;
import chatlab.lab.experiment.Experiment.Timing;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Parameter.Group;
import chatlab.lab.experiment.Point;
import chatlab.process.Durations;
import chatlab.process.PartOf;
import chatlab.process.Sizes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
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

    NodeSpec server() {
        return new NodeSpec(
                NodeSpec.Role.SERVER,
                variables(Group.SERVER),
                OptionalDouble.of(cpus()),
                OptionalLong.of(memoryBytes()),
                cpus());
    }

    /**
     * The processes that play the clients.
     *
     * @param target {@code host:port} of the server
     */
    List<NodeSpec> clients(String target) {
        int processes = Integer.parseInt(point.get(Parameter.PROCESSES));
        String run = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        return IntStream.rangeClosed(1, processes)
                .mapToObj(number -> clients(number, clientsEnvironment(target, number, processes, run)))
                .toList();
    }

    private NodeSpec clients(int number, Map<String, String> environment) {
        return new NodeSpec(
                NodeSpec.Role.LOAD_CLIENTS, number, environment, OptionalDouble.empty(), OptionalLong.empty(), cpus());
    }

    private Map<String, String> clientsEnvironment(String target, int number, int processes, String run) {
        Map<String, String> environment = variables(Group.CLIENTS);
        if (processes > 1) {
            environment.put("SHARD", number + "/" + processes);
            environment.put("RUN_ID", run);
        }
        environment.put("TARGET", address(target));
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
        return timing.warmup().plus(timing.duration()).plus(connecting()).plusSeconds(several ? 10 : 6);
    }

    private Duration connecting() {
        long members = Long.parseLong(point.get(Parameter.MEMBERS));
        return Duration.ofMillis(members * 1000 / Long.parseLong(point.get(Parameter.CONNECT_RATE)));
    }

    private Map<String, String> variables(Group group) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("EXPERIMENT", partOf.experiment());
        variables.put("TRIAL", partOf.trial());
        for (Parameter parameter : Parameter.of(group)) {
            parameter.variable().ifPresent(name -> variables.put(name, point.get(parameter)));
        }
        return variables;
    }
}
