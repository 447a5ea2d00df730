package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client in C, pinned to its core. */
public final class LoadClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Exit codes for what the server did. */
    private static final int NOT_LET_IN = 3;

    private static final int OUT_OF_TIME = 4;

    private final Path program;
    private final Cores cores;
    private final Children children;

    public LoadClient(Path program, Cores cores, Children children) {
        this.program = program;
        this.cores = cores;
        this.children = children;
    }

    /**
     * Loads a server. The client ends by itself, whatever the server does.
     *
     * @throws ServerFailedException if the server did not let it
     * @throws RunFailedException if it could not
     */
    public ClientRun run(Server server, Shape shape, Span span)
            throws RunFailedException, IOException, InterruptedException {
        return run(server, shape, span, List.of());
    }

    /** The same where others load the server, too: it is never quiet, so nothing is waited for before and after. */
    ClientRun flood(Server server, Shape shape, Span span)
            throws RunFailedException, IOException, InterruptedException {
        return run(server, shape, span, List.of("--settle-ms", "0", "--drain-ms", "0", "--read-again", "0"));
    }

    private ClientRun run(Server server, Shape shape, Span span, List<String> more)
            throws RunFailedException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--port",
                String.valueOf(server.port()),
                "--dialect",
                server.dialect(shape.transport()),
                "--members",
                String.valueOf(shape.members()),
                "--talkers",
                String.valueOf(shape.talkers()),
                "--rooms",
                String.valueOf(shape.rooms()),
                "--never-read",
                String.valueOf(shape.neverReaders()),
                "--size",
                String.valueOf(shape.messageBytes()),
                "--rate",
                String.valueOf(shape.ratePerS()),
                "--warm-up-s",
                String.valueOf(span.warmUpS()),
                "--seconds",
                String.valueOf(span.windowS()),
                // A small crowd is read by every member, a large one by some thirty of them.
                "--sample",
                String.valueOf(Math.max(1, shape.members() / 32)),
                "--server-pid",
                String.valueOf(server.pid()),
                "--server-core",
                String.valueOf(cores.server())));
        command.addAll(more);
        Process process = children.start(new ProcessBuilder(cores.onClientCore(command)).redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return switch (process.waitFor()) {
            case 0 -> parse(said);
            case NOT_LET_IN, OUT_OF_TIME -> throw new ServerFailedException(said.strip());
            default -> failed(said.strip());
        };
    }

    static ClientRun parse(String line) throws RunFailedException {
        try {
            return JSON.readValue(line, ClientRun.class);
        } catch (JsonProcessingException e) {
            return failed("the client said '" + line.strip() + "'");
        }
    }

    private static ClientRun failed(String said) throws RunFailedException {
        throw new RunFailedException(said.isEmpty() ? "the client was ended" : said);
    }
}
