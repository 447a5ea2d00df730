package chatlab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    @TempDir
    private Path folder;

    @Test
    void everyRepetitionOfEveryTrialIsThereOnceWithItsPoint() throws IOException {
        Experiment experiment = experiment(7);

        List<Schedule.Task> tasks = Schedule.of(experiment).tasks();

        assertThat(tasks).hasSize(3 * 2 * 4);
        assertThat(tasks).extracting(Schedule.Task::name).doesNotHaveDuplicates();
        assertThat(tasks).allSatisfy(task -> {
            assertThat(task.repetition()).isBetween(1, 4);
            assertThat(task.point()).isEqualTo(experiment.points().get(task.trial() - 1));
        });
    }

    @Test
    void theOrderIsTheSeedsAndAlwaysTheSame() throws IOException {
        assertThat(Schedule.of(experiment(7))).isEqualTo(Schedule.of(experiment(7)));
        assertThat(names(7)).isNotEqualTo(names(8)).containsExactlyInAnyOrderElementsOf(names(8));
    }

    @Test
    void theOrderOfASeedDoesNotChangeFromVersionToVersion() throws IOException {
        assertThat(names(7).subList(0, 6)).containsExactly("t6-r3", "t1-r2", "t3-r3", "t3-r1", "t3-r2", "t4-r1");
    }

    @Test
    void titleAndFolderSayWhatIsVaried() throws IOException {
        Experiment experiment = experiment(7);
        Schedule.Task task = new Schedule.Task(4, 2, experiment.points().get(3));

        assertThat(experiment.title(task.point())).isEqualTo("members=200 talkers=5%");
        assertThat(task.folder(experiment)).isEqualTo("trials/04-members=200-talkers=5%/rep-2");
        assertThat(task.name()).isEqualTo("t4-r2");
    }

    @Test
    void withoutAMatrixTheFolderIsTheTrialsNumber() throws IOException {
        Experiment experiment = parse("question: q\n");

        assertThat(Schedule.of(experiment).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.folder(experiment)).isEqualTo("trials/01/rep-1"));
    }

    @Test
    void whatNoAxisVariesIsFixed() throws IOException {
        assertThat(Schedule.fixed(experiment(7), Parameter.Group.CLIENTS))
                .containsExactly(
                        Parameter.BURST_TALKERS,
                        Parameter.RATE,
                        Parameter.ARRIVALS,
                        Parameter.MESSAGE_BYTES,
                        Parameter.ROOMS,
                        Parameter.ROOM_SIZES,
                        Parameter.HOPPERS,
                        Parameter.CHURNERS,
                        Parameter.SLOW_READERS,
                        Parameter.PROCESSES,
                        Parameter.CONNECT_RATE,
                        Parameter.RECONNECT,
                        Parameter.TRANSPORT,
                        Parameter.GENERATOR);
        assertThat(Schedule.fixed(experiment(7), Parameter.Group.SERVER))
                .isEqualTo(Parameter.of(Parameter.Group.SERVER));
    }

    @Test
    void howSomebodyBehavesIsSaidWhereAnyTrialHasHim() throws IOException {
        Experiment experiment = parse("""
                question: q
                clients: {rooms: 3, hoppers: 5%, burstTalkers: 0%}
                matrix: {clients.churners: [0, 5]}
                """);

        assertThat(Schedule.fixed(experiment, Parameter.Group.CLIENTS))
                .contains(Parameter.HOP_EVERY, Parameter.CHURN_EVERY)
                .doesNotContain(Parameter.BURST_MESSAGES);
    }

    private List<String> names(int seed) throws IOException {
        return Schedule.of(experiment(seed)).tasks().stream()
                .map(Schedule.Task::name)
                .toList();
    }

    private Experiment experiment(int seed) throws IOException {
        return parse("""
                question: q
                matrix:
                  clients.members: [100, 200, 300]
                  clients.talkers: [10, 5%]
                trial: {repetitions: 4}
                seed: SEED
                """.replace("SEED", Integer.toString(seed)));
    }

    private Experiment parse(String text) throws IOException {
        Path file = folder.resolve("experiment.yaml");
        Files.writeString(file, text);
        return ExperimentFile.read(file);
    }
}
