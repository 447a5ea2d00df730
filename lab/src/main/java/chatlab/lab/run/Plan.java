package chatlab.lab.run;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Point;
import chatlab.lab.experiment.Topology;
import chatlab.lab.trial.TrialRunner;
import chatlab.process.Sizes;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a run of an experiment would do and take, known before it is begun.
 *
 * @param experiment its name
 * @param seconds how long all of it takes when all goes well
 * @param repetitions in the order in which they would be run
 * @param mostServerCpus cores, the largest limit of a server
 * @param mostServerMemoryBytes the largest limit of a server
 * @param mostServers at a time
 * @param mostMembers simulated clients, at a time
 * @param mostProcesses that play them, at a time
 * @param mostClientsMemoryBytes about what these take together
 * @param mostMessagesPerSecond offered, at a time
 * @param fileBytes about what the results take on the disk
 */
public record Plan(
        String experiment,
        double seconds,
        List<Planned> repetitions,
        double mostServerCpus,
        long mostServerMemoryBytes,
        int mostServers,
        long mostMembers,
        int mostProcesses,
        long mostClientsMemoryBytes,
        double mostMessagesPerSecond,
        long fileBytes) {
    /** A repetition's summary, logs and share of the report; measured: 7 to 10 KB. */
    private static final long BYTES_EACH = 10_000;

    /** Of a second's histograms and samples; measured: 2 to 4.5 KB, more the more widely latencies are spread. */
    private static final long BYTES_PER_SECOND = 4_500;

    /** Measured, as is the next one: what one client takes, all in all, and what each further one does. */
    private static final long BYTES_PER_PROCESS = 79L << 20;

    private static final long BYTES_PER_CLIENT = 1_700;

    /** The same of Gatling and its users, measured, too; and what its report takes on the disk. */
    private static final long BYTES_OF_GATLING = 190L << 20;

    private static final long BYTES_PER_GATLING_USER = 17_000;
    private static final long BYTES_OF_GATLINGS_REPORT = 800_000;

    /** A log has fewer intervals than that, however long the run. */
    private static final long MOST_INTERVALS = 4_000;

    public Plan {
        repetitions = List.copyOf(repetitions);
    }

    /**
     * One repetition.
     *
     * @param order counts from 1
     * @param trial counts from 1 in the order of the matrix
     * @param repetition counts from 1
     * @param title what the matrix varies; empty without one
     * @param folder below the run's
     */
    public record Planned(int order, int trial, int repetition, String title, String folder, double seconds) {}

    /** What would be done for an experiment. */
    public static Plan of(Experiment experiment) {
        List<Schedule.Task> tasks = Schedule.of(experiment).tasks();
        List<Planned> planned = IntStream.range(0, tasks.size())
                .mapToObj(i -> planned(experiment, i + 1, tasks.get(i)))
                .toList();
        Duration measured =
                experiment.timing().warmup().plus(experiment.timing().duration());
        return new Plan(
                experiment.name(),
                planned.stream().mapToDouble(Planned::seconds).sum(),
                planned,
                most(experiment, point -> Double.parseDouble(point.get(Parameter.CPUS))),
                (long) most(experiment, point -> Sizes.parse(point.get(Parameter.MEMORY))),
                (int) most(experiment, Plan::servers),
                (long) most(experiment, point -> Double.parseDouble(point.get(Parameter.MEMBERS))),
                (int) most(experiment, Plan::processes),
                (long) most(experiment, Plan::clientsMemoryBytes),
                most(experiment, point -> Double.parseDouble(point.get(Parameter.RATE))),
                tasks.stream()
                        .mapToLong(task -> fileBytes(task.point(), Math.max(1, measured.toSeconds())))
                        .sum());
    }

    private static long fileBytes(Point point, long seconds) {
        long measured = (copies(point) + (long) servers(point) - 1)
                * (BYTES_EACH + BYTES_PER_SECOND * Math.min(MOST_INTERVALS, seconds));
        return isGatling(point) ? measured + BYTES_OF_GATLINGS_REPORT : measured;
    }

    private static boolean isGatling(Point point) {
        return point.get(Parameter.GENERATOR).equals("gatling");
    }

    private static double servers(Point point) {
        return Topology.parse(point.get(Parameter.TOPOLOGY)).servers();
    }

    private static double processes(Point point) {
        return Double.parseDouble(point.get(Parameter.PROCESSES));
    }

    private static double clientsMemoryBytes(Point point) {
        if (isGatling(point)) {
            return BYTES_OF_GATLING + Double.parseDouble(point.get(Parameter.MEMBERS)) * BYTES_PER_GATLING_USER;
        }
        return processes(point) * BYTES_PER_PROCESS
                + Double.parseDouble(point.get(Parameter.MEMBERS)) * BYTES_PER_CLIENT;
    }

    /** Of several processes the files of each are kept, and their sum. */
    private static long copies(Point point) {
        long processes = (long) processes(point);
        return processes == 1 ? 1 : processes + 1;
    }

    private static Planned planned(Experiment experiment, int order, Schedule.Task task) {
        return new Planned(
                order,
                task.trial(),
                task.repetition(),
                experiment.title(task.point()),
                task.folder(experiment),
                TrialRunner.expected(experiment, task.point()).toMillis() / 1e3);
    }

    private static double most(Experiment experiment, ToDoubleFunction<Point> what) {
        return experiment.points().stream().mapToDouble(what).max().orElseThrow();
    }
}
