package chatlab.lab.doctor;

import chatlab.lab.engine.EngineSurvey;
import chatlab.lab.engine.SilentEngineException;
import chatlab.process.UnusableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What came back when the Docker Engine was asked. */
sealed interface EngineAnswer {
    /** It answers. */
    record Answers(EngineSurvey survey) implements EngineAnswer {}

    /**
     * It does not, or can't be used.
     *
     * @param address where it was looked for
     * @param reason why, as far as this machine shows
     * @param cause what the socket said
     * @param otherSockets of engines that are not looked for but may be there
     */
    record Silent(String address, Reason reason, String cause, List<String> otherSockets) implements EngineAnswer {
        public Silent {
            otherSockets = List.copyOf(otherSockets);
        }
    }

    /** Why an engine does not answer. */
    enum Reason {
        NOT_INSTALLED,
        NO_SOCKET,
        NOT_ALLOWED,
        NOT_RUNNING,
        HANGS,
        ON_ANOTHER_MACHINE,
        UNKNOWN
    }

    /**
     * Asks the engine that the environment chooses.
     *
     * @param patience how long all of its answers together may take
     */
    static EngineAnswer ask(Programs programs, Duration patience) {
        URI address = EngineSurvey.address();
        if (isElsewhere(address)) {
            return new Silent(address.toString(), Reason.ON_ANOTHER_MACHINE, "", List.of());
        }
        try {
            return new Answers(EngineSurvey.take(patience));
        } catch (SilentEngineException e) {
            return new Silent(address.toString(), Reason.HANGS, "", List.of());
        } catch (UnusableException e) {
            return new Silent(
                    address.toString(),
                    reason(address, programs),
                    String.valueOf(e.getMessage()),
                    otherSockets(address));
        }
    }

    private static boolean isElsewhere(URI address) {
        return switch (String.valueOf(address.getScheme())) {
            case "unix", "npipe" -> false;
            case "tcp" -> !Set.of("localhost", "127.0.0.1").contains(String.valueOf(address.getHost()));
            default -> true;
        };
    }

    private static Reason reason(URI address, Programs programs) {
        if (!"unix".equals(address.getScheme())) {
            return Reason.UNKNOWN;
        }
        Path socket = Path.of(address.getPath());
        if (!Files.exists(socket)) {
            boolean installed = !programs.named("dockerd").isEmpty()
                    || !programs.named("docker").isEmpty();
            return installed ? Reason.NO_SOCKET : Reason.NOT_INSTALLED;
        }
        return Files.isWritable(socket) ? Reason.NOT_RUNNING : Reason.NOT_ALLOWED;
    }

    private static List<String> otherSockets(URI address) {
        String home = System.getProperty("user.home", "");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/nonexistent");
        return Stream.of(
                        "/var/run/docker.sock",
                        runtime + "/docker.sock",
                        home + "/.docker/run/docker.sock",
                        home + "/.docker/desktop/docker.sock")
                .filter(socket -> !socket.equals(address.getPath()) && Files.isWritable(Path.of(socket)))
                .map(socket -> "unix://" + socket)
                .toList();
    }
}
