package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Knocks at a server that has no room. */
public final class Attempts {
    private final Path program;
    private final Cores cores;
    private final ClientProcess process;

    public Attempts(Path program, Cores cores, Children children) {
        this.program = program;
        this.cores = cores;
        process = new ClientProcess(cores, children);
    }

    /**
     * Takes all the room there is, and then knocks.
     *
     * @param shape its members take the room; its rate is that of the attempts
     * @param inFiles whether it is the server's open files that there is no room in
     * @throws ServerFailedException if the server did not let those in that there was room for
     * @throws RunFailedException if it could not be done
     */
    AttemptsRun run(Server server, Shape shape, boolean inFiles, Span span)
            throws RunFailedException, IOException, InterruptedException {
        return process.run(
                List.of(
                        program.toString(),
                        "--port",
                        String.valueOf(server.port()),
                        "--dialect",
                        server.dialect(shape.transport()),
                        "--held",
                        String.valueOf(shape.members()),
                        "--file-limit",
                        inFiles ? "1" : "0",
                        "--rate",
                        String.valueOf(shape.ratePerS()),
                        "--warm-up-s",
                        String.valueOf(span.warmUpS()),
                        "--seconds",
                        String.valueOf(span.windowS()),
                        "--server-pid",
                        String.valueOf(server.pid()),
                        "--server-core",
                        String.valueOf(cores.server())),
                AttemptsRun.class);
    }
}
