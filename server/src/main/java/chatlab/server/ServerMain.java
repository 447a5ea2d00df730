package chatlab.server;

import chatlab.process.Cgroup;
import chatlab.process.ExitCode;
import chatlab.process.Logging;
import chatlab.process.Program;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's start: read the settings, open the ports, wait for the signal, close in reverse. */
public final class ServerMain {
    private static final Logger log = LoggerFactory.getLogger(ServerMain.class);

    private ServerMain() {}

    /** Flags are named like the environment's variables; {@code --help} lists them. */
    public static void main(String[] arguments) {
        Memory.limitBuffers();
        Program.run(stop -> run(Settings.of(System.getenv(), flags(arguments)), stop));
    }

    /** What is typed most often by hand has a short form: {@code 9000 -v} stands for {@code --port 9000 --log-level debug}. */
    static String[] flags(String... arguments) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean isValue = i > 0 && arguments[i - 1].startsWith("--") && !arguments[i - 1].contains("=");
            if (!isValue && !arguments[i].startsWith("-")) {
                flags.addAll(List.of("--port", arguments[i]));
            } else if (arguments[i].equals("-v")) {
                flags.addAll(List.of("--log-level", "debug"));
            } else {
                flags.add(arguments[i]);
            }
        }
        return flags.toArray(String[]::new);
    }

    private static ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        // Looking for what the machine can do loads libraries that would log before the settings are known.
        Logging.configure(Logging.Verbosity.WARN, Logging.Format.TEXT);
        Cgroup cgroup = Cgroup.ofThisProcess();
        ServerConfig config = ServerConfig.from(settings, Machine.of(cgroup.read()));
        settings.requireAllKnown();
        if (settings.helpRequested()) {
            System.out.println(
                    "The chat server. Settings, as environment variables or flags (--event-loops 2; PORT alone, -v for debug):\n"
                            + settings.help());
            return ExitCode.OK;
        }
        Logging.configure(config.logLevel(), config.logFormat());
        try (ChatServer server = ChatServer.start(config, cgroup)) {
            log.info(
                    "listening on port {}, admin port {}, with {}",
                    server.port(),
                    server.adminPort(),
                    settings.resolved());
            stop.await();
            log.info("stopping within {}", settings.resolved().get("SHUTDOWN_GRACE"));
        }
        log.info("stopped");
        return ExitCode.OK;
    }
}
