package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.generator.admin.Phase;
import chatlab.generator.admin.Watched;
import chatlab.process.Cgroup;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a run could not begin, and whose doing that was. */
class FailuresBeforeTheStartTest {
    static Failure failure(String target, String... settings) {
        LoadConfig config = LoadConfig.read(Settings.of(Runs.environment(target, settings)));
        try (LoadRun run = new LoadRun(config, new StopSignal(), Cgroup.ofThisProcess(), Duration.ofMillis(500))) {
            assertThat(run.status().failure()).isNull();
            assertThatThrownBy(run::execute).isInstanceOf(UnusableException.class);
            Watched.Status status = run.status();
            assertThat(status.phase()).isEqualTo(Phase.FAILED);
            return Objects.requireNonNull(status.failure());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void aServerThatRefusesIsToBlame(String io) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Failure failure = failure("tcp://127.0.0.1:" + port, "IO", io);
        assertThat(failure.blame()).isEqualTo(Blame.SERVER);
        assertThat(failure.text())
                .contains("TARGET tcp://127.0.0.1:" + port + " has 0 of 10 clients connected", "Connection refused");
    }

    @Test
    void aServerThatTurnsClientsAwayIsToBlame() throws Exception {
        try (TestServer server =
                TestServer.good().answeringHello("{\"type\":\"bye\",\"reason\":\"full\",\"accepted\":0}")) {
            Failure failure = failure(server.closingAfterHello().target());
            assertThat(failure.blame()).isEqualTo(Blame.SERVER);
            assertThat(failure.text()).contains("has 0 of 10 clients connected", "was turned away: full");
        }
    }

    @Test
    void aServerThatAnswersAHelloWithAnErrorIsToBlame() throws Exception {
        try (TestServer server = TestServer.good()
                .answeringHello("{\"type\":\"error\",\"code\":\"invalid_name\",\"message\":\"no\",\"fatal\":false}")) {
            Failure failure = failure(server.target());
            assertThat(failure.blame()).isEqualTo(Blame.SERVER);
            assertThat(failure.text()).contains("was turned away: invalid_name (no)");
        }
    }

    @Test
    void aServerThatClosesBeforeItsWelcomeIsToBlame() throws Exception {
        try (TestServer server = TestServer.good().silent().closingAfterHello()) {
            Failure failure = failure(server.target());
            assertThat(failure.blame()).isEqualTo(Blame.SERVER);
            assertThat(failure.text()).contains("closed the connection before it said welcome");
        }
    }

    @Test
    void aServerThatDoesNotWelcomeInTimeIsToBlame() throws Exception {
        try (TestServer server = TestServer.good().silent()) {
            Failure failure = failure(server.target());
            assertThat(failure.blame()).isEqualTo(Blame.SERVER);
            assertThat(failure.text()).contains("10 connections were made, 0 of them were answered with welcome");
        }
    }

    @Test
    void aNameThatIsNotResolvedIsTheGeneratorsDoing() {
        Failure failure = failure("tcp://nowhere.invalid:8080");
        assertThat(failure.blame()).isEqualTo(Blame.GENERATOR);
        assertThat(failure.text())
                .isEqualTo("TARGET is 'tcp://nowhere.invalid:8080', but the host nowhere.invalid can't be resolved.");
    }
}
