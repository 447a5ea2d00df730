package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.process.UnusableException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the loopback interface has one address alone")
    void clientsConnectFromEachInTurn(String io) throws Exception {
        try (TestServer server = TestServer.good()) {
            assertThat(Runs.run(server, "IO", io, "SOURCE_ADDRESSES", "127.0.0.2,127.0.0.3")
                            .ledger()
                            .exact())
                    .isTrue();
            assertThat(server.peers())
                    .containsExactlyInAnyOrder(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.3"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.1", "ff02::1", "localhost", "127.0.0.1,"})
    void whatIsNoAddressOfOneMachineIsRefused(String text) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LoadConfig.read(
                        Settings.of(Runs.environment("tcp://localhost:8080", "SOURCE_ADDRESSES", text))))
                .withMessageContaining(text)
                .withMessageContaining("one or several IP addresses of this machine, such as 10.0.0.1,10.0.0.2");
    }

    @Test
    void anAddressOfTheOtherVersionSaysSoBeforeAnybodyConnects() throws Exception {
        try (TestServer server = TestServer.good()) {
            assertThatExceptionOfType(UnusableException.class)
                    .isThrownBy(() -> Runs.run(server, "SOURCE_ADDRESSES", "::1"))
                    .withMessage("SOURCE_ADDRESSES names 0:0:0:0:0:0:0:1, from which TARGET " + server.target()
                            + ", 127.0.0.1, can't be reached: both have to be IPv4 or both IPv6.");
            assertThat(server.peers()).isEmpty();
        }
    }

    /** A documentation address (RFC 5737), which no machine has. */
    @Test
    void anAddressThatIsNotThisMachinesIsRefused() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LoadConfig.read(Settings.of(
                        Runs.environment("tcp://localhost:8080", "SOURCE_ADDRESSES", "127.0.0.1,192.0.2.1"))))
                .withMessageStartingWith("SOURCE_ADDRESSES names 192.0.2.1, but this machine has no such address (");
    }
}
