package chatlab.lab.doctor;

import chatlab.lab.doctor.EngineAnswer.Answers;
import chatlab.lab.engine.EngineSurvey;
import chatlab.lab.stack.ComposeCommand;
import chatlab.lab.stack.Project;
import chatlab.process.UnusableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the engine has what the live stack's limits add up to. */
record StackLimitsCheck(Supplier<EngineAnswer> engine, Supplier<Optional<ComposeCommand>> compose, Path checkout)
        implements Check {
    @Override
    public String name() {
        return "stack's limits";
    }

    @Override
    public List<Finding> findings() {
        Optional<ComposeCommand> command = compose.get();
        if (command.isEmpty() || !(engine.get() instanceof Answers answers)) {
            return List.of(); // other checks tell of that
        }
        try {
            return judge(Project.in(checkout, command.get()), answers.survey());
        } catch (UnusableException e) {
            return List.of(Finding.fail(
                    name(), String.valueOf(e.getMessage()).replaceAll("\\.$", ""), "docker compose config --quiet"));
        }
    }

    List<Finding> judge(Project project, EngineSurvey survey) {
        List<Finding> findings = new ArrayList<>();
        project.services().forEach((service, limits) -> {
            if (limits.cpus() > survey.cores()) {
                findings.add(Finding.fail(
                        name(),
                        "'" + service + "' is to have " + limits.cpus() + " cores, the engine has " + survey.cores()
                                + ": it refuses to start it",
                        "set the CPUs of '" + service + "' in .env to " + survey.cores() + " or less"));
            }
        });
        long memory = project.services().values().stream()
                .mapToLong(Project.Service::memoryBytes)
                .sum();
        String sum = Amounts.gibibytes(memory) + " of memory in sum";
        if (memory > survey.memoryBytes()) {
            findings.add(Finding.note(
                    name(),
                    sum + ", the engine has " + Amounts.gibibytes(survey.memoryBytes())
                            + ": the kernel may end parts of the stack",
                    "set less memory in .env"));
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(name(), sum + " and the cores of each service fit the engine"))
                : findings;
    }
}
