package chatlab.lab.command;

import chatlab.lab.selftest.Check;
import chatlab.lab.selftest.CheckJson;
import chatlab.lab.selftest.CheckTable;
import chatlab.lab.selftest.Extent;
import chatlab.lab.selftest.SelfTest;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab selftest}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "selftest",
        description = {
            "See whether the load clients tell the truth.",
            "",
            "Prints what they measure of servers whose every delay and fault is known, beside",
            "what theory says. Takes two minutes."
        },
        footer = {
            "",
            "Exit codes: 0 all figures are what theory says, 1 some are not, 5 the load",
            "clients could not be run, 130 interrupted."
        })
final class SelfTestCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "Print all figures as JSON, for scripts.")
    private boolean json;

    @Option(names = "--short", description = "A look of a minute: fewer messages, shorter pauses.")
    private boolean briefly;

    @Option(names = "--seed", paramLabel = "N", description = "Draws other schedules and faults; 1 unless said.")
    private int seed = 1;

    SelfTestCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seed < 0) {
            throw new SettingException("--seed is " + seed + ", but it has to be a whole number from 0 on.");
        }
        SelfTest test = new SelfTest(context.checkout(), briefly ? Extent.SHORT : Extent.WHOLE, seed, context.stop());
        List<Check> checks = test.run(begins -> System.err.println(begins + " …"));
        if (json) {
            System.out.println(CheckJson.of(checks));
        } else {
            System.out.println();
            CheckTable.lines(checks).forEach(System.out::println);
        }
        return (checks.stream().allMatch(Check::passes) ? ExitCode.OK : ExitCode.FAILURE).number();
    }
}
