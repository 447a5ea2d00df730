package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.junit.jupiter.api.Test;

/** Connects that fail, as Netty and the JDK report them. */
class FailuresTest {
    private static Failure of(Throwable cause) {
        return Failures.ofConnect("c000042", cause);
    }

    @Test
    void refusedTimedOutAndUnreachableAreTheServersDoing() {
        assertThat(of(new ConnectException("Connection refused")))
                .isEqualTo(new Failure(Blame.SERVER, "c000042 could not connect: Connection refused"));
        assertThat(of(new NoRouteToHostException("No route to host")).blame()).isEqualTo(Blame.SERVER);
        assertThat(of(new ConnectTimeoutException("connection timed out after 10000 ms")))
                .isEqualTo(new Failure(
                        Blame.SERVER, true, "c000042 could not connect: connection timed out after 10000 ms"));
    }

    @Test
    void whatNobodyKnowsIsOurOwnDoing() {
        assertThat(of(new IllegalStateException("executor shut down")).blame()).isEqualTo(Blame.GENERATOR);
    }

    @Test
    void theJdksSocketsWithoutPortsOrFilesNameTheLimitAndWhatToRaise() {
        assertThat(of(new BindException("Cannot assign requested address")))
                .satisfies(failure -> assertThat(failure.blame()).isEqualTo(Blame.GENERATOR))
                .extracting(Failure::text)
                .asString()
                .startsWith("c000042 could not connect: there are no local ports left")
                .containsPattern("the range is \\d{4,5} to \\d{4,5} ")
                .contains("net.ipv4.ip_local_port_range");
        assertThat(of(new BindException("Address already in use")).text()).contains("no local ports left");
        assertThat(of(new ChannelException("Failed to open a socket.", new IOException("Too many open files"))))
                .satisfies(failure -> assertThat(failure.blame()).isEqualTo(Blame.GENERATOR))
                .extracting(Failure::text)
                .asString()
                .contains("no file descriptors left", "its limit is ", "ulimit -n", "--ulimit nofile");
        assertThat(of(new ChannelException(new IOException("Too many open files in system")))
                        .text())
                .contains("the machine has no file descriptors left", "fs.file-max");
    }

    @Test
    void nettysOwnSocketsWithoutPortsOrFilesSayTheSame() {
        assumeThat(Io.EPOLL.isAvailable()).isTrue();
        assertThat(of(catchThrowable(() -> Errors.handleConnectErrno("connect", -99))))
                .satisfies(failure -> assertThat(failure.blame()).isEqualTo(Blame.GENERATOR))
                .extracting(Failure::text)
                .asString()
                .contains("no local ports left");
        assertThat(of(new ChannelException(Errors.newIOException("newSocketStream", -24)))
                        .text())
                .contains("this process has no file descriptors left");
        assertThat(of(new ChannelException(Errors.newIOException("newSocketStream", -23)))
                        .text())
                .contains("the machine has no file descriptors left");
        assertThat(of(catchThrowable(() -> Errors.handleConnectErrno("connect", -111)))
                        .blame())
                .isEqualTo(Blame.SERVER);
    }
}
