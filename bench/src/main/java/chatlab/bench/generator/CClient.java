package chatlab.bench.generator;

import chatlab.bench.machine.Children;
import chatlab.bench.measure.ClientProcess;
import chatlab.bench.measure.ClientRun;
import chatlab.bench.measure.RunFailedException;
import chatlab.bench.measure.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The client in C, every member of which is read and accounted for.
 *
 * @param program compiled
 */
public record CClient(Path program) implements Generator {
    private static final double NS_PER_S = 1e9;

    @Override
    public String name() {
        return "client in C";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public boolean isUnderTest() {
        return false;
    }

    @Override
    public Session start(Load load, int target, Span span, Launcher launcher) throws IOException {
        boolean allTalk = load.talkers() == load.clients();
        Path said = Files.createTempFile("chatlab-bench", ".json");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        program.toString(),
                        "--port",
                        String.valueOf(target),
                        "--dialect",
                        "lines",
                        "--members",
                        String.valueOf(load.clients()),
                        // It has talkers beside its members, which are not accounted for, or its members talk.
                        "--talkers",
                        String.valueOf(allTalk ? 0 : load.talkers()),
                        "--size",
                        String.valueOf(Load.MESSAGE_BYTES),
                        "--rate",
                        String.valueOf(load.ratePerS()),
                        "--warm-up-s",
                        String.valueOf(span.warmUpS()),
                        "--seconds",
                        String.valueOf(span.windowS()),
                        "--sample",
                        "1"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        try {
            return new Running(launcher.launch(builder), said);
        } catch (IOException e) {
            Files.deleteIfExists(said);
            throw e;
        }
    }

    private record Running(Process process, Path said) implements Session {
        @Override
        public Account account() throws RunFailedException, IOException {
            String line = Files.readString(said);
            if (process.exitValue() != 0) {
                throw new RunFailedException(line.isBlank() ? "the client was ended" : line.strip());
            }
            ClientRun run = ClientProcess.parse(line, ClientRun.class);
            return new Account(
                    Math.round(run.windowFromS() * NS_PER_S),
                    Math.round(run.windowToS() * NS_PER_S),
                    run.sentPerS(),
                    run.deliveriesPerS(),
                    run.sendLagP99Ms(),
                    run.expected(),
                    run.received(),
                    List.of());
        }

        @Override
        public void close() throws IOException {
            Children.end(process);
            Files.deleteIfExists(said);
        }
    }
}
