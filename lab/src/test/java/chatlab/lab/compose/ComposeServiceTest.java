package chatlab.lab.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import chatlab.lab.engine.EngineProbe;
import chatlab.process.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeServiceTest {
    @TempDir
    private Path folder;

    @Test
    void whatTheLiveStackSaysIsRead() {
        Path checkout = EngineProbe.checkout();

        ComposeService redis = ComposeService.read(checkout, "redis");
        ComposeService haproxy = ComposeService.read(checkout, "haproxy");

        assertThat(redis.image()).startsWith("redis:");
        assertThat(redis.entrypoint()).containsExactly("redis-server");
        assertThat(redis.command()).startsWith("--save", "", "--appendonly", "no");
        assertThat(redis.user()).isEqualTo("redis");
        assertThat(redis.temporary()).containsOnly(entry("/data", "rw,size=1m"), entry("/tmp", "rw,size=16m"));
        assertThat(redis.cpus()).isEqualTo(0.5);
        assertThat(redis.memoryBytes()).isEqualTo(128 << 20);
        assertThat(haproxy.image()).startsWith("haproxy:");
        assertThat(haproxy.command()).isEmpty();
        assertThat(haproxy.folders())
                .containsOnly(entry(
                        "/usr/local/etc/haproxy",
                        checkout.toAbsolutePath().normalize().resolve("haproxy")));
        assertThat(haproxy.cpus()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Files.writeString(folder.resolve("docker-compose.yml"), """
                services:
                  redis: {image: redis:8, cpus: "${REDIS_CPUS}", mem_limit: 128}
                """);

        assertThatThrownBy(() -> ComposeService.read(folder, "redis"))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("docker-compose.yml does not say how 'redis' is run: it has no 'cpus'.");
        Files.writeString(folder.resolve(".env"), "REDIS_CPUS=0.5\n");
        assertThatThrownBy(() -> ComposeService.read(folder, "redis"))
                .hasMessageContaining("'128' is no size such as 128m.");
        assertThatThrownBy(() -> ComposeService.read(folder, "nobody")).hasMessageContaining("it has no 'image'.");
    }
}
