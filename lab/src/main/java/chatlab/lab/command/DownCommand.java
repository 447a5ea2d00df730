package chatlab.lab.command;

import chatlab.lab.stack.Compose;
import chatlab.lab.stack.Down;
import chatlab.lab.stack.Part;
import chatlab.process.ExitCode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab down}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "down",
        description = "Stop the live stack and remove its containers and networks.",
        footer = {
            "",
            "Exit codes: 0 removed, 2 wrong usage, 5 no usable engine or not all could be",
            "removed, 130 interrupted."
        })
final class DownCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--volumes", description = "Remove the stored figures too.")
    private boolean volumes;

    DownCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Down.Outcome outcome =
                new Down(Compose.in(context.checkout(), Compose.Screen.AS_IT_IS), context.stop()).run(volumes);
        System.out.println(
                outcome.parts().isEmpty()
                        ? "No container of the stack was there."
                        : "Removed: " + outcome.parts().stream().map(Part::name).collect(Collectors.joining(", "))
                                + ".");
        if (!outcome.volumes().isEmpty()) {
            System.out.println("Stored figures are removed too: " + String.join(", ", outcome.volumes()) + ".");
        }
        if (!outcome.kept().isEmpty()) {
            System.out.println("Stored figures stay (" + String.join(", ", outcome.kept())
                    + "); './chatlab down --volumes' removes them.");
        }
        if (!outcome.watched().isEmpty()) {
            System.out.println(
                    "A network stays because a trial is running on it (" + String.join(", ", outcome.watched())
                            + "); './chatlab down' removes it once the trial has ended.");
        }
        return ExitCode.OK.number();
    }
}
