package chatlab.lab.stack;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code docker compose} for the file of one folder, and the docker client that it belongs to. */
public final class Compose {
    private static final String FILE = "docker-compose.yml";
    private static final long ASK_SECONDS = 60;
    private static final Child CHILD = new Child(Duration.ofSeconds(30));

    private final ComposeCommand command;
    private final Path file;
    private final Screen screen;

    private Compose(ComposeCommand command, Path file, Screen screen) {
        this.command = command;
        this.file = file;
        this.screen = screen;
    }

    /** Where the user sees what Compose shows. */
    public enum Screen {
        /** On both streams as they are, so that on a terminal it can draw its progress. */
        AS_IT_IS,
        /** On standard error alone, because standard output is to carry nothing but a result. */
        ERROR_ONLY
    }

    /**
     * What a command said.
     *
     * @param out on standard output
     * @param error on standard error
     */
    record Answer(int exitCode, String out, String error) {
        boolean isOk() {
            return exitCode == 0;
        }

        /** The last line of what went wrong, without a full stop. */
        String problem() {
            String said = error.isBlank() ? out : error;
            String last = said.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
            return last.isEmpty() ? "exit code " + exitCode : last.strip().replaceAll("\\.$", "");
        }
    }

    /**
     * Makes sure that Compose and an engine are there.
     *
     * @param folder where {@code docker-compose.yml} lies
     * @throws UnusableException if something is missing, with how to get it
     */
    public static Compose in(Path folder, Screen screen) {
        Path file = file(folder);
        if (!Files.isReadable(file)) {
            throw new UnusableException("There is no " + file + "; it is a part of chatlab's checkout.");
        }
        ComposeCommand command = ComposeCommand.find()
                .orElseThrow(
                        () -> new UnusableException("No 'docker compose' answers on the path; it is a part of Docker"
                                + " Desktop and a package beside Docker Engine (docker-compose-plugin, or docker-compose from"
                                + " Debian 13 on), see https://docs.docker.com/compose/install."));
        Compose compose = new Compose(command, file, screen);
        Answer engine = compose.docker("version", "--format", "{{.Server.Version}}");
        if (!engine.isOk()) {
            throw new UnusableException("No Docker Engine answers (" + engine.problem()
                    + "); it has to run, and you have to be allowed to use it.");
        }
        return compose;
    }

    static Compose withoutEngine(Path folder, ComposeCommand command) {
        return new Compose(command, file(folder), Screen.ERROR_ONLY);
    }

    private static Path file(Path folder) {
        return folder.resolve(FILE).toAbsolutePath().normalize();
    }

    /** The launcher in the checkout that the file belongs to; empty for a file that stands alone. */
    Optional<Path> launcher() {
        return Optional.of(file.resolveSibling("chatlab")).filter(Files::isExecutable);
    }

    /** Runs {@code docker compose} to its end, unseen, if it answers soon. */
    Answer ask(String... arguments) {
        return ask(line(List.of(arguments)));
    }

    /**
     * Runs {@code docker compose} to its end, unseen, however long that takes.
     *
     * @throws InterruptedException if the user stopped it; it has ended then
     */
    Answer ask(StopSignal stop, List<String> arguments) throws InterruptedException {
        return answer(line(arguments), process -> {
            CHILD.await(process, stop);
            return true;
        });
    }

    /** Runs another command of the docker client to its end, unseen. */
    Answer docker(String... arguments) {
        List<String> line = new ArrayList<>(List.of(command.docker().toString()));
        line.addAll(Arrays.asList(arguments));
        return ask(line);
    }

    /**
     * Runs {@code docker compose} in front of the user: what it shows is seen as it comes.
     *
     * @return its exit code
     * @throws InterruptedException if the user stopped it; it has ended then
     */
    int show(StopSignal stop, List<String> arguments) throws InterruptedException {
        return showProgram(stop, line(arguments));
    }

    /** Runs another program in front of the user, as {@link #show} does. */
    int showProgram(StopSignal stop, List<String> line) throws InterruptedException {
        try {
            ProcessBuilder builder = builder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
            if (screen == Screen.AS_IT_IS) {
                builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
            }
            Process process = builder.start();
            // Empty if it goes elsewhere. Whoever inherits the pipe may hold it for longer than the program lives.
            CompletableFuture<Void> shown = CompletableFuture.runAsync(() -> copy(process.getInputStream()));
            int code = CHILD.await(process, stop);
            shown.completeOnTimeout(null, ASK_SECONDS, TimeUnit.SECONDS).join();
            return code;
        } catch (IOException e) {
            throw new UnusableException("'" + line.getFirst() + "' could not be run: " + e.getMessage() + ".", e);
        }
    }

    private List<String> line(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--file", file.toString()));
        all.addAll(arguments);
        return command.line(all);
    }

    private static ProcessBuilder builder(List<String> line) {
        return new ProcessBuilder(line).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    private static Answer ask(List<String> line) {
        try {
            return answer(line, process -> process.waitFor(ASK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableException("'" + line.getFirst() + "' was interrupted.", e);
        }
    }

    /** Waits for a process; false if it did not end in time. */
    private interface Patience {
        boolean await(Process process) throws InterruptedException;
    }

    private static Answer answer(List<String> line, Patience patience) throws InterruptedException {
        try {
            Process process = builder(line).start();
            try {
                CompletableFuture<String> error = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
                CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
                if (!patience.await(process)) {
                    throw new UnusableException("'" + String.join(" ", line) + "' did not answer within " + ASK_SECONDS
                            + " s; is the engine well?");
                }
                return new Answer(process.exitValue(), out.join(), error.join());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UnusableException("'" + line.getFirst() + "' could not be run: " + e.getMessage() + ".", e);
        }
    }

    private static void copy(InputStream stream) {
        try (stream) {
            stream.transferTo(System.err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
