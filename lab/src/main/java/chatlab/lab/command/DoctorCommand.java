package chatlab.lab.command;

import chatlab.lab.doctor.Checkup;
import chatlab.lab.doctor.Diagnosis;
import chatlab.lab.doctor.FindingsJson;
import chatlab.lab.doctor.FindingsTable;
import chatlab.process.ExitCode;
import java.io.Console;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab doctor}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "doctor",
        description = "Check what this machine offers the lab, and say how to mend what is amiss.",
        footer = {
            "",
            "ok: as it should be; note: the lab works, but less well than it could;",
            "FAIL: something of the lab can't be used.",
            "",
            "Exit codes: 0 containers can be used, 5 they can't (experiments then run as local processes)."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int USUAL_COLUMNS = 80;
    private static final int MOST_COLUMNS = 120;

    private final Context context;

    @Option(names = "--json", description = "Print an array of check, level, finding and mend, for scripts.")
    private boolean json;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Diagnosis diagnosis = Checkup.of(context.checkout(), environment).examine();
        if (json) {
            System.out.println(FindingsJson.of(diagnosis));
        } else {
            new FindingsTable(columns(environment), isColoured(environment))
                    .lines(diagnosis)
                    .forEach(System.out::println);
        }
        return (diagnosis.containersCanBeUsed() ? ExitCode.OK : ExitCode.UNUSABLE).number();
    }

    /** Shells know the width but seldom export it. */
    private static int columns(Map<String, String> environment) {
        String said = environment.getOrDefault("COLUMNS", "");
        return said.matches("\\d{1,4}")
                ? Math.clamp(Integer.parseInt(said), USUAL_COLUMNS, MOST_COLUMNS)
                : USUAL_COLUMNS;
    }

    /** As <a href="https://no-color.org">no-color.org</a> asks. */
    @SuppressWarnings("SystemConsoleNull") // a JDK 25 does answer null where nobody sits in front
    private static boolean isColoured(Map<String, String> environment) {
        Console console = System.console();
        return console != null
                && console.isTerminal()
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
