package chatlab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    @TempDir
    private Path folder;

    @Test
    void itHasTheRunsOrderAndTimes() throws IOException {
        Experiment experiment = experiment("""
                question: q
                clients: {connectRate: 100}
                matrix: {clients.members: [100, 400]}
                trial: {warmup: 2s, duration: 10s, repetitions: 2}
                """);

        Plan plan = Plan.of(experiment);

        assertThat(plan.repetitions())
                .extracting(Plan.Planned::folder)
                .containsExactlyElementsOf(Schedule.of(experiment).tasks().stream()
                        .map(task -> task.folder(experiment))
                        .toList());
        assertThat(plan.repetitions()).extracting(Plan.Planned::order).containsExactly(1, 2, 3, 4);
        // Connecting 300 more clients takes 3 s more.
        assertThat(seconds(plan, "members=400") - seconds(plan, "members=100")).isCloseTo(3, within(1e-9));
        assertThat(plan.seconds())
                .isCloseTo(
                        plan.repetitions().stream()
                                .mapToDouble(Plan.Planned::seconds)
                                .sum(),
                        within(1e-9));
    }

    @Test
    void itsPeaksAreThoseOfTheLargestPoints() throws IOException {
        Plan plan = Plan.of(experiment("""
                question: q
                clients: {rate: 7.5}
                matrix: {clients.members: [100, 400], clients.processes: [3, 1], server.cpus: [0.25, 2, 1], server.memory: [1GiB, 128MiB]}
                """));

        assertThat(plan.mostMembers()).isEqualTo(400);
        assertThat(plan.mostProcesses()).isEqualTo(3);
        assertThat(plan.mostClientsMemoryBytes()).isEqualTo(3 * (79L << 20) + 400 * 1_700);
        assertThat(plan.mostServerCpus()).isEqualTo(2);
        assertThat(plan.mostServerMemoryBytes()).isEqualTo(1L << 30);
        assertThat(plan.mostMessagesPerSecond()).isEqualTo(7.5);
    }

    @Test
    void aDayLongRunsLogsAreNotADayLong() throws IOException {
        long hour = Plan.of(experiment("question: q\ntrial: {duration: 1h}\n")).fileBytes();
        long day = Plan.of(experiment("question: q\ntrial: {duration: 24h}\n")).fileBytes();

        assertThat(day).isGreaterThan(hour).isLessThan(2 * hour);
    }

    private static double seconds(Plan plan, String title) {
        return plan.repetitions().stream()
                .filter(each -> each.title().equals(title))
                .findFirst()
                .orElseThrow()
                .seconds();
    }

    private Experiment experiment(String text) throws IOException {
        return ExperimentFile.read(Files.writeString(folder.resolve("some.yaml"), text));
    }
}
