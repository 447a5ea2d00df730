package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesCheckTest {
    private static final String HEAD =
            "Limit                     Soft Limit           Hard Limit           Units     \n";

    @TempDir
    private Path folder;

    @Test
    void theHardLimitSaysHowManyMembersAProcessCanHave() {
        assertThat(new OpenFilesCheck(limits("self", "1024", "20000").files()).findings())
                .containsExactly(Finding.ok("open files", "20,000 per process, so up to 19,800 members each"));
    }

    @Test
    void aLowLimitIsNotedWithTheCommandsThatRaiseIt() {
        assertThat(new OpenFilesCheck(limits("self", "1024", "4096").files()).findings())
                .containsExactly(Finding.note(
                        "open files",
                        "4,096 per process, so up to 3,896 members each",
                        "sudo prlimit --pid $$ --nofile=65536:65536   # for this shell",
                        "echo '* hard nofile 65536' | sudo tee /etc/security/limits.d/chatlab.conf   # for good, from the"
                                + " next log in"));
    }

    @Test
    void containersInheritWhatContainerdHas() {
        limits("self", "unlimited", "unlimited");
        Machine machine = limits("77", "1024", "1024").with("proc/77/comm", "containerd\n");

        assertThat(new OpenFilesCheck(machine.files()).findings())
                .containsExactly(
                        Finding.ok("open files", "unlimited per process, for any number of members each"),
                        Finding.note(
                                "files, containers",
                                "1,024 per process, so up to 824 members each",
                                "add \"default-ulimits\": {\"nofile\": {\"Name\": \"nofile\", \"Soft\": 65536, \"Hard\": 65536}}"
                                        + " to /etc/docker/daemon.json",
                                "sudo systemctl restart docker"));
    }

    @Test
    void theEnginesOwnSettingGoesBeforeThat() {
        Machine machine = limits("77", "1024", "1024")
                .with("proc/77/comm", "containerd\n")
                .with(
                        "etc/docker/daemon.json",
                        "{\"default-ulimits\": {\"nofile\": {\"Name\": \"nofile\", \"Soft\": 1024, \"Hard\": 30000}}}");

        assertThat(new OpenFilesCheck(machine.files()).findings())
                .containsExactly(Finding.ok("files, containers", "30,000 per process, so up to 29,800 members each"));
    }

    @Test
    void whereNoLimitIsToldNothingIsClaimed() {
        assertThat(new OpenFilesCheck(new MachineFiles(folder)).findings())
                .containsExactly(Finding.ok("open files", "not known on this system"));
    }

    private Machine limits(String process, String soft, String hard) {
        return new Machine(folder)
                .with(
                        "proc/" + process + "/limits",
                        HEAD + String.format("Max open files            %-20s %-20s files     %n", soft, hard));
    }
}
