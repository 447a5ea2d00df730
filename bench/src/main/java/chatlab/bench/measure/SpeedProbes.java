package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.SpeedProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One for each of both cores. */
public final class SpeedProbes {
    private final SpeedProbe server;
    private final SpeedProbe client;

    /** @param program {@code speed.c}, compiled */
    public SpeedProbes(Path program, Cores cores, Children children) throws IOException {
        server = new SpeedProbe(cores.onServerCore(List.of(program.toString())), children);
        client = new SpeedProbe(cores.onClientCore(List.of(program.toString())), children);
    }

    /** Adds to a reading how fast the cores were in its window. */
    Reading within(Reading reading) throws InterruptedException {
        return reading.run() instanceof ClientRun run
                ? reading.at(new Speeds(
                        server.workUs(run.windowFromS(), run.windowToS()),
                        client.workUs(run.windowFromS(), run.windowToS())))
                : reading;
    }
}
