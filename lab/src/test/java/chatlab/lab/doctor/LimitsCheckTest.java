package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.EngineSurvey.Limit;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsCheckTest {
    private static final String LOCAL = "v2, made by the lab";

    @Test
    void limitsThatBindAreFine() {
        assertThat(new LimitsCheck(Surveys.good().answer(), LOCAL).findings())
                .containsExactly(
                        Finding.ok("limits", "cgroup v2 limits containers' CPU, memory, swap, processes"),
                        Finding.ok("limits, local", "control groups v2, made by the lab"));
    }

    @Test
    void aMissingSwapLimitIsNotedAndAMissingCpuLimitFails() {
        List<String> mend = List.of(
                "add cgroup_enable=memory swapaccount=1 to GRUB_CMDLINE_LINUX in /etc/default/grub",
                "sudo update-grub && sudo reboot");

        assertThat(new LimitsCheck(
                                Surveys.good()
                                        .limits(EnumSet.complementOf(EnumSet.of(Limit.SWAP)))
                                        .answer(),
                                LOCAL)
                        .findings())
                .contains(
                        new Finding("limits", Level.NOTE, "cgroup v1: no limit of containers' swap would bind", mend));
        assertThat(new LimitsCheck(
                                Surveys.good().limits(EnumSet.of(Limit.MEMORY)).answer(), LOCAL)
                        .findings())
                .contains(new Finding(
                        "limits",
                        Level.FAIL,
                        "cgroup v1: no limit of containers' CPU, swap, processes would bind",
                        mend));
    }

    @Test
    void aRootlessEngineNeedsDelegation() {
        assertThat(new LimitsCheck(
                                Surveys.good()
                                        .rootless(EnumSet.of(Limit.MEMORY, Limit.SWAP, Limit.PIDS))
                                        .answer(),
                                LOCAL)
                        .findings())
                .first()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.FAIL);
                    assertThat(finding.mend())
                            .singleElement()
                            .asString()
                            .contains("Delegate=cpu cpuset io memory pids");
                });
    }

    @Test
    void withoutAnEngineOrRightsLocalProcessesRunWithoutLimits() {
        assertThat(new LimitsCheck(Surveys.none(), "none that this user may make: no limit binds").findings())
                .containsExactly(Finding.note(
                        "limits, local",
                        "this user may make no control group: 'run --engine local' runs without limits",
                        "use containers, or run as root"));
    }
}
