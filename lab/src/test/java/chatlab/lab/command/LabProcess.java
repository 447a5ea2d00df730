package chatlab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.LabMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The lab's main in a process of its own, as if {@code checkout} were chatlab's. */
final class LabProcess {
    private final Path checkout;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** @param folder where it is run and its output goes */
    LabProcess(Path checkout, Path folder) {
        this.checkout = checkout;
        this.folder = folder;
    }

    /** How it ended. */
    record End(int exitCode, String out, String error) {}

    LabProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    End run(String... arguments) throws IOException, InterruptedException {
        return await(start(arguments));
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dchatlab.checkout=" + checkout,
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("error").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    End await(Process process) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new End(
                    process.exitValue(),
                    Files.readString(folder.resolve("out")),
                    Files.readString(folder.resolve("error")));
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
