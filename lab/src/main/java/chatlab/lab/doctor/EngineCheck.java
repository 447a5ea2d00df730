package chatlab.lab.doctor;

import chatlab.lab.doctor.EngineAnswer.Answers;
import chatlab.lab.doctor.EngineAnswer.Silent;
import chatlab.lab.engine.EngineSurvey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether a Docker Engine answers that the lab can talk to, and if not, why.
 *
 * @param chosen what {@code DOCKER_HOST} says, empty if it is not set
 * @param start the command that starts an engine on this machine
 */
record EngineCheck(Supplier<EngineAnswer> engine, String chosen, String start) implements Check {
    static final String NAME = "Docker Engine";
    static final String INSTALL = "https://docs.docker.com/engine/install/ says how";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> findings() {
        return switch (engine.get()) {
            case Answers answers -> answering(answers.survey());
            case Silent silent -> List.of(silent(silent));
        };
    }

    private static List<Finding> answering(EngineSurvey survey) {
        if (!Versions.isAtLeast(survey.version(), 20, 10, 0)) {
            return List.of(Finding.fail(
                    NAME, "version " + survey.version() + " is too old, it has to be 20.10 or newer", INSTALL));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                NAME,
                survey.version() + (survey.rootless() ? ", rootless" : "") + " on " + survey.operatingSystem() + ", "
                        + survey.cores() + (survey.cores() == 1 ? " core, " : " cores, ")
                        + Amounts.gibibytes(survey.memoryBytes())));
        findings.add(Finding.ok(
                "API version",
                survey.spokenApi() + " is spoken; the engine knows " + survey.oldestApi() + " to "
                        + survey.newestApi()));
        if (survey.operatingSystem().contains("Docker Desktop")) {
            findings.add(Finding.note(
                    "Docker Desktop",
                    "containers share a virtual machine, whose cores and memory are all that they get",
                    "Docker Desktop → Settings → Resources: give it what the experiments' limits need"));
        }
        return findings;
    }

    private Finding silent(Silent silent) {
        String at = " at " + silent.address();
        return switch (silent.reason()) {
            case NOT_INSTALLED -> fail(silent, "none is installed", INSTALL);
            case NO_SOCKET -> fail(silent, "none runs" + at + ": there is no such socket", start);
            case NOT_RUNNING -> fail(silent, "none answers" + at + ", though its socket is there", start);
            case NOT_ALLOWED ->
                Finding.fail(NAME, "you may not use the one" + at, "sudo usermod -aG docker $USER", "newgrp docker");
            case HANGS -> Finding.fail(NAME, "the one" + at + " takes connections but does not answer", restart());
            case ON_ANOTHER_MACHINE ->
                fail(
                        silent,
                        "the one" + at + " is on another machine, whose loopback ports can't be reached from here",
                        "docker context use default");
            case UNKNOWN -> fail(silent, "none answers" + at + " (" + silent.cause() + ")", start);
        };
    }

    private String restart() {
        return start.replaceFirst(" start\\b", " restart");
    }

    /** Who chose an address has to correct that first; an engine that is somewhere else need not be started. */
    private Finding fail(Silent silent, String finding, String... mend) {
        if (!chosen.isEmpty()) {
            return Finding.fail(NAME, finding, "unset DOCKER_HOST");
        }
        return silent.otherSockets().isEmpty()
                ? Finding.fail(NAME, finding, mend)
                : Finding.fail(
                        NAME,
                        finding,
                        "export DOCKER_HOST=" + silent.otherSockets().getFirst());
    }
}
