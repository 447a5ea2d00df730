package chatlab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.command.LabProcess.End;
import chatlab.lab.engine.EngineProbe;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose socket is there and on which nobody answers. */
class HungEngineTest {
    @TempDir
    private Path folder;

    @Test
    void aRunGivesItUpWithASentence() throws Exception {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));

            End end = new LabProcess(EngineProbe.checkout(), folder)
                    .with("DOCKER_HOST", "unix://" + socket)
                    .run("run", "first-look", "--engine", "docker");

            assertThat(end.error())
                    .isEqualTo("No Docker Engine answers at unix://" + socket
                            + " (it was silent for 10s); it has to run, and you have to be allowed to use it.\n");
            assertThat(end.exitCode()).isEqualTo(5);
        }
    }
}
