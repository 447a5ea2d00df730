package chatlab.lab.doctor;

import chatlab.lab.compose.EnvFile;
import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.stack.ComposeCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All checks, in the order in which they are read, over what this machine really has. */
public final class Checkup {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(4);
    private static final Duration STEAL_WATCH = Duration.ofMillis(500);

    private Checkup() {}

    /**
     * The doctor for this machine.
     *
     * @param checkout where chatlab lies
     * @param environment of this process
     */
    public static Doctor of(Path checkout, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "");
        MachineFiles files = new MachineFiles(Path.of("/"));
        Programs programs = new Programs(path);
        Supplier<EngineAnswer> engine = once(() -> EngineAnswer.ask(programs, ENGINE_PATIENCE));
        Supplier<Optional<ComposeCommand>> compose = once(ComposeCommand::find);
        Map<String, String> machine = machine(checkout);
        return new Doctor(
                List.of(
                        new BuildToolsCheck(Runtime.version().toString(), System.getProperty("java.home"), programs),
                        new EngineCheck(engine, environment.getOrDefault("DOCKER_HOST", ""), start()),
                        new ComposeCheck(compose),
                        new BuildxCheck(programs),
                        new LimitsCheck(engine, machine.getOrDefault("cgroup", "")),
                        new StackLimitsCheck(engine, compose, checkout),
                        new PlatformCheck(files),
                        new HeadroomCheck(
                                files,
                                machine,
                                Runtime.getRuntime().availableProcessors(),
                                () -> Thread.sleep(STEAL_WATCH)),
                        new DiskCheck(engine, checkout.toAbsolutePath(), DiskCheck::usable),
                        new OpenFilesCheck(files),
                        new KernelSettingsCheck(files),
                        new PortsCheck(
                                engine, EnvFile.in(checkout, environment), new Listeners(files), PortsCheck::canListen),
                        new ImagesCheck(
                                engine,
                                List.of("chatlab/server:dev", "chatlab/load-clients:dev"),
                                new PublicImages(checkout, compose)),
                        new LeftoversCheck(engine, Checkup::labsRunning)),
                PATIENCE);
    }

    private static Map<String, String> machine(Path checkout) {
        try (Engine local = EngineKind.LOCAL.open("doctor", checkout)) {
            return local.facts();
        }
    }

    /** The command that starts an engine here. */
    private static String start() {
        if (System.getProperty("os.name", "").startsWith("Mac")) {
            return "open -a Docker";
        }
        return Files.isDirectory(Path.of("/run/systemd/system"))
                ? "sudo systemctl start docker"
                : "sudo service docker start";
    }

    private static List<Instant> labsRunning() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .filter(info -> info.arguments()
                        .map(List::of)
                        .filter(arguments -> arguments.contains("run")
                                && arguments.stream().anyMatch(argument -> argument.endsWith("/lab/target/lab.jar")))
                        .isPresent())
                .flatMap(info -> info.startInstant().stream())
                .toList();
    }

    /** Asked by several checks at once, found out a single time, and without holding up who does not ask. */
    private static <T> Supplier<T> once(Supplier<T> source) {
        Executor thread = Thread.ofVirtual()::start;
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(source, thread);
        return answer::join;
    }
}
