package chatlab.lab.command;

import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.process.ExitCode;
import chatlab.process.UnusableException;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code chatlab doctor}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "doctor",
        description = "Check what this machine offers the lab.",
        footer = {"", "Exit codes: 0 containers can be used, 5 they can't (experiments then run as local processes)."})
final class DoctorCommand implements Callable<Integer> {
    /** Simulated clients and server each need one file per connection, and some for themselves. */
    private static final long FEW_FILES = 10_000;

    private final Context context;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        row(true, "Java", Runtime.version() + " at " + System.getProperty("java.home"));
        files();
        try (Engine local = EngineKind.LOCAL.open("doctor", context.checkout())) {
            local.facts().forEach((name, value) -> row(true, name, value));
        }
        return engine().number();
    }

    private static void files() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            row(
                    limit >= FEW_FILES,
                    "open files",
                    limit + " per process"
                            + (limit >= FEW_FILES
                                    ? ""
                                    : "; more than " + (limit - 200)
                                            + " members need a higher limit: ulimit -n 20000"));
        }
    }

    private ExitCode engine() {
        try (Engine docker = EngineKind.DOCKER.open("doctor", context.checkout())) {
            docker.facts().forEach((name, value) -> {
                if (name.startsWith("engine") || name.startsWith("image") || name.equals("cgroup")) {
                    row(true, "docker " + name, value);
                }
            });
            return ExitCode.OK;
        } catch (UnusableException e) {
            row(false, "docker", e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }

    private static void row(boolean good, String name, String value) {
        System.out.printf("%s %-34s %s%n", good ? "ok  " : "FAIL", name, value);
    }
}
