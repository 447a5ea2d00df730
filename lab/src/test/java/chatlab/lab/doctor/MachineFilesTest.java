package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MachineFilesTest {
    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSettingOfTheRunningKernelIsReadWhole() throws Exception {
        String setting = "proc/sys/net/ipv4/ip_local_port_range";
        String said = Programs.output(Path.of("/"), List.of("cat", setting)).orElseThrow();

        assertThat(new MachineFiles(Path.of("/")).text(setting))
                .hasValueSatisfying(text -> assertThat(text.strip()).isEqualTo(said));
    }

    @Test
    void aFileOfAnyLengthIsReadWhole() {
        String text = "äbc\n".repeat(40_000);

        assertThat(new Machine(folder).with("proc/long", text).files().text("proc/long"))
                .hasValue(text);
    }

    @Test
    void whatIsNotThereOrIsNoNumberIsNotKnown() {
        MachineFiles files = new Machine(folder)
                .with("proc/max", "max\n")
                .with("proc/9", "9\n")
                .files();

        assertThat(files.text("proc/none")).isEmpty();
        assertThat(files.number("proc/max")).isEmpty();
        assertThat(files.number("proc/9")).hasValue(9);
    }
}
