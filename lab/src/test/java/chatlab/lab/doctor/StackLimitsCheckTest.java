package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.doctor.EngineAnswer.Answers;
import chatlab.lab.stack.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With an engine of 2 cores and 8 GiB. */
class StackLimitsCheckTest {
    @Test
    void limitsThatTheEngineHasAreFine() {
        assertThat(check(2, 4L << 30))
                .containsExactly(Finding.ok(
                        "stack's limits", "8.0 GiB of memory in sum and the cores of each service fit the engine"));
    }

    @Test
    void moreCoresThanTheEngineHasAreAFailureAndMoreMemoryIsANote() {
        assertThat(check(2.5, 5L << 30))
                .containsExactly(
                        Finding.fail(
                                "stack's limits",
                                "'a' is to have 2.5 cores, the engine has 2: it refuses to start it",
                                "set the CPUs of 'a' in .env to 2 or less"),
                        Finding.note(
                                "stack's limits",
                                "10 GiB of memory in sum, the engine has 8.0 GiB: the kernel may end parts of the stack",
                                "set less memory in .env"));
    }

    private static List<Finding> check(double cpus, long memory) {
        Project project = Project.parse("{\"services\":{\"a\":{\"cpus\":" + cpus + ",\"mem_limit\":\"" + memory
                + "\"},\"b\":{\"cpus\":1,\"mem_limit\":\"" + memory + "\"},\"c\":{}}}");
        Answers answers = (Answers) Surveys.good().answer().get();
        return new StackLimitsCheck(() -> answers, Optional::empty, Path.of("")).judge(project, answers.survey());
    }
}
