package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatlabProgramTest {
    @TempDir
    private Path folder;

    @Test
    void buildsThatAreComparedUseTheirAotCachesOnlyIfAllHaveOne() throws IOException {
        ChatlabProgram with = program("with");
        Files.createFile(folder.resolve("with.aot"));
        ChatlabProgram without = program("without");
        assertThat(ChatlabProgram.alike(List.of(with))).containsExactly(with);
        assertThat(ChatlabProgram.alike(List.of(with, without)))
                .extracting(ChatlabProgram::aotCache)
                .containsExactly(false, false);
        Files.createFile(folder.resolve("without.aot"));
        assertThat(ChatlabProgram.alike(List.of(with, without))).containsExactly(with, without);
    }

    private ChatlabProgram program(String name) throws IOException {
        Path jar = Files.createFile(folder.resolve(name + ".jar"));
        return new ChatlabProgram(name, Path.of("java"), jar, Path.of("jvm.options"), Map.of());
    }
}
