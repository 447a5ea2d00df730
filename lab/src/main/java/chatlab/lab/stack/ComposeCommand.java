package chatlab.lab.stack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The {@code docker compose} of this machine. A docker client without Compose may come first on the path, so each one there
 * is asked.
 *
 * @param docker the docker client
 * @param version of Compose, such as {@code 2.26.1}
 */
public record ComposeCommand(Path docker, String version) {
    private static final long PATIENCE_SECONDS = 10;

    /** The first one on the path of this process that answers; empty if none does. */
    public static Optional<ComposeCommand> find() {
        return find(System.getenv().getOrDefault("PATH", ""));
    }

    static Optional<ComposeCommand> find(String path) {
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path docker = Path.of(folder, "docker");
            if (Files.isExecutable(docker)) {
                Optional<String> version = version(docker);
                if (version.isPresent()) {
                    return Optional.of(new ComposeCommand(docker, version.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** The command line for these arguments of {@code docker compose}. */
    public List<String> line(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(docker.toString(), "compose"));
        line.addAll(arguments);
        return line;
    }

    private static Optional<String> version(Path docker) {
        try {
            Process process = new ProcessBuilder(docker.toString(), "compose", "version", "--short")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return said.isBlank() ? Optional.empty() : Optional.of(said.strip());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
