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
        List<String> mend = new ArrayList<>();
        silent.otherSockets().forEach(other -> mend.add("export DOCKER_HOST=" + other));
        if (!chosen.isEmpty()) {
            mend.add("unset DOCKER_HOST");
        }
        String at = " at " + silent.address();
        return switch (silent.reason()) {
            case NOT_INSTALLED -> fail("none is installed", mend, INSTALL);
            case NO_SOCKET -> fail("none runs" + at + ": there is no such socket", mend, start);
            case NOT_RUNNING -> fail("none answers" + at + ", though its socket is there", mend, start);
            case NOT_ALLOWED ->
                fail("you may not use the one" + at, mend, "sudo usermod -aG docker $USER", "newgrp docker");
            case HANGS -> fail("the one" + at + " takes connections but does not answer", mend, restart());
            case ON_ANOTHER_MACHINE ->
                fail(
                        "the one" + at
                                + " is on another machine, whose loopback ports can't be reached from here; it has to be on this one",
                        mend);
            case UNKNOWN -> fail("none answers" + at + " (" + silent.cause() + ")", mend, start);
        };
    }

    private String restart() {
        return start.replace(" start ", " restart ").replaceAll(" start$", " restart");
    }

    private Finding fail(String finding, List<String> first, String... then) {
        List<String> mend = new ArrayList<>(first);
        // Somebody who chose an address has to correct that; an engine elsewhere on this machine may run already.
        if (chosen.isEmpty()) {
            mend.addAll(List.of(then));
        }
        return new Finding(NAME, Level.FAIL, finding, mend);
    }
}
