package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    private Path target;

    private Path jar;
    private Path cache;

    @BeforeEach
    void build() throws IOException {
        jar = Files.createFile(target.resolve("server.jar"));
        cache = target.resolve("server.aot");
    }

    @Test
    void isUsedWhereThereIsOne() throws IOException {
        assertThat(AotCache.option(jar)).isEmpty();
        Files.createFile(cache);
        assertThat(AotCache.option(jar)).containsExactly("-XX:AOTCache=" + cache);
    }

    @Test
    void oneOfAnEarlierBuildIsNot() throws IOException {
        Files.createFile(cache);
        Files.setLastModifiedTime(
                cache, FileTime.fromMillis(Files.getLastModifiedTime(jar).toMillis() - 1000));
        assertThat(AotCache.option(jar)).isEmpty();
    }

    @Test
    void ofWhatIsNoJarThereIsNone() throws IOException {
        Path text = Files.createFile(target.resolve("server"));
        Files.createFile(cache);
        assertThat(AotCache.option(text)).isEmpty();
    }
}
