package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
    @TempDir
    Path root;

    private void file(String name, String text) throws Exception {
        Path file = root.resolve("proc/self/net").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void bytesOfAllInterfacesAreAddedUp() throws Exception {
        file("dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:     700       7    0    0    0     0          0         0      700       7    0    0    0     0       0          0
                  eth0:123456789    3    0    0    0     0          0         0     2000       2    0    0    0     0       0          0
                """);
        assertThat(new Network(root).read().receivedBytes()).hasValue(123_457_489);
        assertThat(new Network(root).read().sentBytes()).hasValue(2_700);
    }

    @Test
    void countersAreFoundByTheirNames() throws Exception {
        file("snmp", "Ip: Forwarding\nIp: 1\nTcp: RtoMin RetransSegs InErrs\nTcp: 200 17 0\n");
        file(
                "netstat",
                "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 4 5\nIpExt: InNoRoutes\nIpExt: 9\n");
        assertThat(new Network(root).read().retransmittedSegments()).hasValue(17);
        assertThat(new Network(root).read().listenOverflows()).hasValue(4);
    }

    @Test
    void whatTheKernelDoesNotSayIsNotThere() throws Exception {
        assertThat(new Network(root).read().receivedBytes()).isEmpty();
        assertThat(new Network(root).read().retransmittedSegments()).isEmpty();
        file("netstat", "TcpExt: SyncookiesSent\nTcpExt: 1\n");
        assertThat(new Network(root).read().listenOverflows()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisMachineSaysAll() {
        Network.Reading network = Network.ofThisProcess().read();
        assertThat(network.receivedBytes()).isPresent();
        assertThat(network.sentBytes()).isPresent();
        assertThat(network.retransmittedSegments()).isPresent();
        assertThat(network.listenOverflows()).isPresent();
    }
}
