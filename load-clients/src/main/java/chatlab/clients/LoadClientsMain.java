package chatlab.clients;

import chatlab.generator.admin.GeneratorAdmin;
import chatlab.generator.admin.Watched;
import chatlab.process.AdminPort;
import chatlab.process.Cgroup;
import chatlab.process.ExitCode;
import chatlab.process.Logging;
import chatlab.process.ProcessMetrics;
import chatlab.process.Program;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Simulates thousands of clients of a chat server and says what they saw. */
public final class LoadClientsMain {
    private LoadClientsMain() {}

    /** Starts the program; all settings come from the environment or from flags of the same names. */
    public static void main(String[] arguments) {
        Program.run(stop -> run(System.getenv(), arguments, System.out, System.err, stop));
    }

    /** The program, apart from the virtual machine that runs it. */
    static ExitCode run(
            Map<String, String> environment, String[] arguments, PrintStream out, PrintStream err, StopSignal stop)
            throws InterruptedException, IOException {
        Settings settings = Settings.of(environment, arguments);
        LoadConfig config = LoadConfig.read(settings);
        if (settings.helpRequested()) {
            out.print(help(settings));
            return ExitCode.OK;
        }
        Logging.configure(config.logLevel(), config.logFormat());
        @Nullable ResultFiles files = config.resultsDir().isEmpty() ? null : ResultFiles.prepare(config.resultsDir());
        Cgroup cgroup = Cgroup.ofThisProcess();
        ProcessMetrics metrics = new ProcessMetrics(cgroup);
        metrics.describe("load-clients", config.partOf());
        try (LoadRun run = new LoadRun(config, stop, cgroup)) {
            run.register(metrics);
            Watched.@Nullable Results results;
            if (config.adminPort() == null) {
                results = execute(run, err);
            } else {
                try (AdminPort admin =
                        GeneratorAdmin.open(config.bind(), config.adminPort(), run, Conclusion.FILES, metrics)) {
                    err.println("admin port " + admin.port() + ", target " + config.targets());
                    results = executeWatched(run, config, err, stop);
                    if (results != null) {
                        conclude(results, files, out);
                    }
                    if (results != null && config.start() == LoadConfig.Start.BARRIER && !stop.isRaised()) {
                        // Whoever opened the barrier comes for the results, and then ends this.
                        boolean ended = stop.await(config.barrierTimeout().toNanos(), TimeUnit.NANOSECONDS);
                        return ended ? ExitCode.OK : exitCode(results, run, stop);
                    }
                    return exitCode(results, run, stop);
                }
            }
            if (results != null) {
                conclude(results, files, out);
            }
            return exitCode(results, run, stop);
        }
    }

    /** Whoever waits at the barrier gets to see why it will never open. */
    private static Watched.@Nullable Results executeWatched(
            LoadRun run, LoadConfig config, PrintStream err, StopSignal stop) throws InterruptedException {
        try {
            return execute(run, err);
        } catch (UnusableException e) {
            if (config.start() == LoadConfig.Start.BARRIER && !run.isAbandoned()) {
                stop.await(config.barrierTimeout().toNanos(), TimeUnit.NANOSECONDS);
            }
            throw e;
        }
    }

    private static Watched.@Nullable Results execute(LoadRun run, PrintStream err) throws InterruptedException {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        try (StatusLine status = new StatusLine(err, terminal, run::tick)) {
            status.start();
            return run.execute();
        }
    }

    private static void conclude(Watched.Results results, @Nullable ResultFiles files, PrintStream out)
            throws IOException {
        out.print(Essentials.of(results.summary()));
        out.flush();
        if (files != null) {
            files.write(results);
            out.println("files        " + files.folder());
        }
    }

    /** @throws UnusableException if the target was lost on the way */
    private static ExitCode exitCode(Watched.@Nullable Results results, LoadRun run, StopSignal stop) {
        if (results == null || stop.isRaised()) {
            return ExitCode.INTERRUPTED;
        }
        @Nullable String desertion = run.desertion();
        if (desertion != null) {
            throw new UnusableException(desertion);
        }
        return results.summary().invalid().isEmpty() ? ExitCode.OK : ExitCode.INVALID;
    }

    private static String help(Settings settings) {
        return """
            Simulates thousands of clients of a chat server in one process and says what they saw: latencies, and which
            messages were lost, duplicated or reordered. All connect, then some of them talk and everybody listens.

            Each setting is an environment variable or a flag: CLIENTS=1000, or --clients 1000. Durations are written
            like 250ms, 30s or 2m, and how many play a part as a count or a share: TALKERS=12, or TALKERS=1.5%%.

              setting, default, meaning
            %s

            Exit codes: 0 done, 2 a setting is wrong, 4 the measurement can't be trusted, 5 the run could not begin, or
            ended early (with START=now and RECONNECT=never) because the server had ended all connections, 130 interrupted.
            """.formatted(settings.help());
    }
}
