package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadroomCheckTest {
    private static final Map<String, String> MACHINE = Map.of("CPU", "Z80", "kernel", "Linux 6");

    @TempDir
    private Path folder;

    @Test
    void anIdleMachineIsFine() throws Exception {
        assertThat(check(2, "0.99 0.50 0.10 1/100 4711", "8000000", "0"))
                .containsExactly(
                        Finding.ok("CPU", "2 cores (Z80, Linux 6)"),
                        Finding.ok("load", "0.99 over the last minute on 2 cores"),
                        Finding.ok("steal", "0.0% of the CPU goes to other virtual machines"),
                        Finding.ok("memory", "7.6 GiB of 15 GiB are available"));
    }

    @Test
    void aBusyMachineIsNotedWithHowToSeeWhy() throws Exception {
        assertThat(check(1, "0.51 0.50 0.10 1/100 4711", "2000000", "0"))
                .containsExactly(
                        Finding.note(
                                "CPU",
                                "1 core (Z80, Linux 6): server and load clients have to share it, which blurs what is measured",
                                "use a machine with two cores or more"),
                        Finding.note(
                                "load",
                                "0.51 over the last minute on 1 core: something else is busy and will show in what"
                                        + " is measured",
                                "top   # shows what it is"),
                        Finding.ok("steal", "0.0% of the CPU goes to other virtual machines"),
                        Finding.note(
                                "memory",
                                "1.9 GiB of 15 GiB are available; building and a trial take up to 2.0 GiB",
                                "ps -eo rss,pid,comm --sort=-rss | head   # shows who has it"));
    }

    @Test
    void stealIsThatOfTheMomentAndNotThatSinceTheStart() throws Exception {
        assertThat(check(2, "0.00 0.00 0.00 1/1 1", "8000000", "900"))
                .contains(Finding.ok("steal", "0.0% of the CPU goes to other virtual machines"));
    }

    @Test
    void aHostThatTakesItsCpuAwayIsNoted() throws Exception {
        machine("0.00 0.00 0.00 1/1 1", "8000000", "10");
        HeadroomCheck check = new HeadroomCheck(
                new MachineFiles(folder), MACHINE, 2, () -> machine("0.00 0.00 0.00 1/1 1", "8000000", "35"));

        assertThat(check.findings())
                .contains(Finding.note(
                        "steal",
                        "100.0% of the CPU goes to other virtual machines",
                        "run when the host is quieter, or on one that is not shared"));
    }

    private List<Finding> check(int cores, String load, String available, String stolen) throws Exception {
        machine(load, available, stolen);
        return new HeadroomCheck(new MachineFiles(folder), MACHINE, cores, () -> {}).findings();
    }

    private void machine(String load, String available, String stolen) {
        new Machine(folder)
                .with("proc/loadavg", load + "\n")
                .with("proc/meminfo", "MemTotal:       16000000 kB\nMemAvailable:    " + available + " kB\n")
                .with("proc/stat", "cpu  100 0 50 700 0 0 0 " + stolen + " 0 0\ncpu0 1 2 3\n");
    }
}
