package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client in C, pinned to its core. */
public final class LoadClient {
    private final Path program;
    private final Cores cores;
    private final ClientProcess process;

    public LoadClient(Path program, Cores cores, Children children) {
        this.program = program;
        this.cores = cores;
        process = new ClientProcess(cores, children);
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
        return process.run(command, ClientRun.class);
    }
}
