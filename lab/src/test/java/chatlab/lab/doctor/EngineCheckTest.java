package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.doctor.EngineAnswer.Reason;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EngineCheckTest {
    private static final String START = "sudo systemctl start docker";

    @Test
    void anEngineThatAnswersIsToldWithItsVersionAndInterface() {
        assertThat(check(Surveys.good().answer()))
                .containsExactly(
                        Finding.ok("Docker Engine", "26.1.5+dfsg1 on Debian, 2 cores, 8.0 GiB"),
                        Finding.ok("API version", "1.44 is spoken; the engine knows 1.24 to 1.45"));
    }

    @Test
    void anEngineBefore2010IsTooOldAndThatOneIsNot() {
        assertThat(check(Surveys.good().version("19.03.15").answer()))
                .containsExactly(Finding.fail(
                        "Docker Engine",
                        "version 19.03.15 is too old, it has to be 20.10 or newer",
                        "https://docs.docker.com/engine/install/ says how"));
        assertThat(check(Surveys.good().version("20.10.0").answer()))
                .extracting(Finding::level)
                .containsOnly(Level.OK);
    }

    @Test
    void rootlessAndDesktopEnginesAreNamed() {
        assertThat(check(Surveys.good().rootless(Set.of()).answer()))
                .first()
                .extracting(Finding::finding)
                .asString()
                .startsWith("26.1.5+dfsg1, rootless on Debian");
        assertThat(check(Surveys.good().system("Docker Desktop").answer()))
                .last()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.NOTE);
                    assertThat(finding.finding())
                            .isEqualTo(
                                    "containers share a virtual machine, whose cores and memory are all that they get");
                    assertThat(finding.mend()).singleElement().asString().contains("Settings → Resources");
                });
    }

    @Test
    void whyAnEngineIsSilentDecidesHowItIsMended() {
        assertThat(check(Surveys.silent(Reason.NOT_INSTALLED)))
                .containsExactly(failure("none is installed", EngineCheck.INSTALL));
        assertThat(check(Surveys.silent(Reason.NO_SOCKET)))
                .containsExactly(failure("none runs at unix:///var/run/docker.sock: there is no such socket", START));
        assertThat(check(Surveys.silent(Reason.NOT_RUNNING)))
                .containsExactly(
                        failure("none answers at unix:///var/run/docker.sock, though its socket is there", START));
        assertThat(check(Surveys.silent(Reason.NOT_ALLOWED)))
                .containsExactly(failure(
                        "you may not use the one at unix:///var/run/docker.sock",
                        "sudo usermod -aG docker $USER",
                        "newgrp docker"));
        assertThat(check(Surveys.silent(Reason.HANGS)))
                .containsExactly(failure(
                        "the one at unix:///var/run/docker.sock takes connections but does not answer",
                        "sudo systemctl restart docker"));
        assertThat(check(Surveys.silent(Reason.ON_ANOTHER_MACHINE)))
                .containsExactly(failure(
                        "the one at unix:///var/run/docker.sock is on another machine, whose loopback ports can't be"
                                + " reached from here",
                        "docker context use default"));
        assertThat(check(Surveys.silent(Reason.UNKNOWN)))
                .containsExactly(failure("none answers at unix:///var/run/docker.sock (no luck)", START));
    }

    @Test
    void anEngineThatIsSomewhereElseOnThisMachineIsPointedAt() {
        assertThat(check(Surveys.silent(Reason.NO_SOCKET, "unix:///run/user/1000/docker.sock")))
                .singleElement()
                .extracting(Finding::mend)
                .isEqualTo(List.of("export DOCKER_HOST=unix:///run/user/1000/docker.sock"));
    }

    @Test
    void whoChoseAnAddressIsToldToTakeThatBack() {
        assertThat(new EngineCheck(Surveys.none(), "unix:///nonexistent", START).findings())
                .singleElement()
                .extracting(Finding::mend)
                .isEqualTo(List.of("unset DOCKER_HOST"));
    }

    private static List<Finding> check(Supplier<EngineAnswer> engine) {
        return new EngineCheck(engine, "", START).findings();
    }

    private static Finding failure(String finding, String... mend) {
        return Finding.fail("Docker Engine", finding, mend);
    }
}
