package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSettingsCheckTest {
    @TempDir
    private Path folder;

    @Test
    void settingsOfAUsualKernelAreFine() {
        assertThat(check("32768\t60999\n", "4096\n", "2048\n", "262144\n", "17\n"))
                .containsExactly(
                        Finding.ok("outgoing ports", "32768 to 60999: 28,232 connections to one target"),
                        Finding.ok("listen queue", "4,096 connects may wait to be accepted"),
                        Finding.ok("half-open queue", "2,048 connects may be under way at once"),
                        Finding.ok("conntrack", "17 connections are tracked of at most 262,144"));
    }

    @Test
    void settingsThatAreTooSmallAreMendedByTheScript() {
        String tune = "sudo scripts/tune-host --apply";

        assertThat(check("40000 50000", "128", "512", "65536", "60000"))
                .containsExactly(
                        Finding.note("outgoing ports", "40000 to 50000: 10,001 connections to one target", tune),
                        Finding.note(
                                "listen queue",
                                "128 connects may wait to be accepted, fewer than the 4,096 that are advisable",
                                tune),
                        Finding.note(
                                "half-open queue",
                                "512 connects may be under way at once, fewer than the 1,024 that are advisable",
                                tune),
                        Finding.note(
                                "conntrack",
                                "60,000 connections are tracked of at most 65,536; beyond that new ones are"
                                        + " dropped",
                                tune));
    }

    @Test
    void whereThereAreNoSuchSettingsNothingIsClaimed() {
        assertThat(new KernelSettingsCheck(new MachineFiles(folder)).findings())
                .containsExactly(Finding.ok("kernel settings", "not known on this system"));
    }

    private List<Finding> check(String range, String listenQueue, String halfOpen, String trackedMost, String tracked) {
        return new KernelSettingsCheck(new Machine(folder)
                        .with("proc/sys/net/ipv4/ip_local_port_range", range)
                        .with("proc/sys/net/core/somaxconn", listenQueue)
                        .with("proc/sys/net/ipv4/tcp_max_syn_backlog", halfOpen)
                        .with("proc/sys/net/netfilter/nf_conntrack_max", trackedMost)
                        .with("proc/sys/net/netfilter/nf_conntrack_count", tracked)
                        .files())
                .findings();
    }
}
