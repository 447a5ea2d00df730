package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.generator.summary.Summary;
import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenServersTest {
    @Test
    void clientsLogInByHttpAndHearEachOther() throws Exception {
        try (TokenServer server = new TokenServer(true)) {
            Summary summary = Runs.run(server.target(), "DIALECT", "token", "CLIENTS", "40");
            assertThat(server.entered()).hasSize(40);
            assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.messages().sent() * 40)
                    .isPositive();
        }
    }

    @Test
    void loginThatIsRefusedIsSaid() {
        try (TokenServer server = new TokenServer(false)) {
            assertThatThrownBy(() -> Runs.run(server.target(), "DIALECT", "token"))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("was turned away: /login answered with status 401");
        }
    }

    @Test
    void serverThatIsNotThereIsSaid() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        assertThatThrownBy(() -> Runs.run("ws://127.0.0.1:" + port, "DIALECT", "token"))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("got no answer from /login: Connection refused");
    }

    @Test
    void targetThatTheDialectCannotBeSpokenToIsSaid() {
        assertThatThrownBy(() -> Runs.run("tcp://localhost:80", "DIALECT", "token"))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "TARGET is 'tcp://localhost:80', but DIALECT 'token' is spoken over WebSocket: ws://host:port.");
        assertThatThrownBy(() -> Runs.run("ws://localhost:80/ws", "DIALECT", "json"))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "TARGET is 'ws://localhost:80/ws', but DIALECT 'json' has a path of its own, so that it has to be"
                                + " ws://host:port.");
    }
}
