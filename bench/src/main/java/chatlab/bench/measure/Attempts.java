package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Knocks at a server that has no room, or asks one over HTTP, on an open-loop schedule. */
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
        return run(server, shape, span, List.of("--file-limit", inFiles ? "1" : "0"));
    }

    /**
     * Asks over HTTP, so many times a second: what was answered by 200 counts as served, by 503 as answered, and all
     * else as silent.
     *
     * @param request a file with all that is sent
     * @throws RunFailedException if it could not be done
     */
    public AttemptsRun ask(Server server, Path request, double ratePerS, double seconds)
            throws RunFailedException, IOException, InterruptedException {
        return run(
                server, Shape.idle(0).withRate(ratePerS), new Span(0, seconds), List.of("--ask", request.toString()));
    }

    private AttemptsRun run(Server server, Shape shape, Span span, List<String> more)
            throws RunFailedException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--port",
                String.valueOf(server.port()),
                "--dialect",
                server.dialect(shape.transport()),
                "--held",
                String.valueOf(shape.members()),
                "--rate",
                String.valueOf(shape.ratePerS()),
                "--warm-up-s",
                String.valueOf(span.warmUpS()),
                "--seconds",
                String.valueOf(span.windowS()),
                "--server-pid",
                String.valueOf(server.pid()),
                "--server-core",
                String.valueOf(cores.server())));
        command.addAll(more);
        return process.run(command, AttemptsRun.class);
    }
}
