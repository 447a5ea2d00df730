package chatlab.lab.doctor;

import chatlab.lab.doctor.EngineAnswer.Answers;
import chatlab.lab.engine.EngineSurvey;
import chatlab.lab.engine.EngineSurvey.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether the limits bind that experiments put on the server.
 *
 * @param local how limits are put on local processes, as the local engine describes it
 */
record LimitsCheck(Supplier<EngineAnswer> engine, String local) implements Check {
    private static final String NAME = "limits";

    private static final String DELEGATE =
            "sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\\nDelegate=cpu cpuset io memory pids\\n'"
                    + " | sudo tee /etc/systemd/system/user@.service.d/delegate.conf && sudo systemctl daemon-reload";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (engine.get() instanceof Answers answers) {
            findings.add(ofContainers(answers.survey()));
        }
        findings.add(
                local.startsWith("none")
                        ? Finding.note(
                                "limits, local",
                                "this user may make no control group: 'run --engine local' runs without limits",
                                "use containers, or run as root")
                        : Finding.ok("limits, local", "control groups " + local));
        return findings;
    }

    private static Finding ofContainers(EngineSurvey survey) {
        String cgroup = "cgroup v" + survey.cgroupVersion();
        List<String> missing = new ArrayList<>();
        for (Limit limit : Limit.values()) {
            if (!survey.enforceable().contains(limit)) {
                missing.add(
                        switch (limit) {
                            case CPU -> "CPU";
                            case MEMORY -> "memory";
                            case SWAP -> "swap";
                            case PIDS -> "processes";
                        });
            }
        }
        if (missing.isEmpty()) {
            return Finding.ok(NAME, cgroup + " limits containers' CPU, memory, swap, processes");
        }
        String finding = cgroup + ": no limit of containers' " + String.join(", ", missing) + " would bind";
        boolean essential = !survey.enforceable().contains(Limit.CPU)
                || !survey.enforceable().contains(Limit.MEMORY);
        return new Finding(NAME, essential ? Level.FAIL : Level.NOTE, finding, mend(survey));
    }

    private static List<String> mend(EngineSurvey survey) {
        if (survey.rootless()) {
            return "1".equals(survey.cgroupVersion())
                    ? List.of(
                            "boot with systemd.unified_cgroup_hierarchy=1: a rootless engine can limit under cgroup v2 alone")
                    : List.of(DELEGATE);
        }
        return List.of(
                "add cgroup_enable=memory swapaccount=1 to GRUB_CMDLINE_LINUX in /etc/default/grub",
                "sudo update-grub && sudo reboot");
    }
}
