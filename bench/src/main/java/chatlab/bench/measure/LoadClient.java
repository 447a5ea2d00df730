package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The client in C, pinned to its core. */
public final class LoadClient {
    private static final ObjectMapper JSON = new ObjectMapper();

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
     * @throws RunFailedException if it could not
     */
    public ClientRun run(Server server, Shape shape, Span span)
            throws RunFailedException, IOException, InterruptedException {
        List<String> command = List.of(
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
                String.valueOf(cores.server()));
        Process process = children.start(new ProcessBuilder(cores.onClientCore(command)).redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? parse(said) : failed(said.strip());
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
