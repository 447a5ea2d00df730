package chatlab.lab.command;

import chatlab.lab.stack.Browser;
import chatlab.lab.stack.Compose;
import chatlab.lab.stack.Part;
import chatlab.lab.stack.Urls;
import chatlab.process.ExitCode;
import chatlab.process.UnusableException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code chatlab open}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "open",
        description = "Show the live stack's dashboard in the browser, or where it is if there is no browser.",
        footer = {
            "",
            "Exit codes: 0 shown or told where it is, 2 wrong usage, 5 no usable engine or the",
            "stack is not up."
        })
final class OpenCommand implements Callable<Integer> {
    private final Context context;

    OpenCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String url = Urls.toLookAt(Part.of(Compose.in(context.checkout(), Compose.Screen.AS_IT_IS)))
                .orElseThrow(() -> new UnusableException(
                        "The stack is not up: neither Grafana nor Prometheus is running; './chatlab up' starts them."));
        if (url.contains("/query?")) {
            System.err.println("Grafana does not run; these are prepared graphs of Prometheus.");
        }
        System.out.println(url);
        if (!Browser.ofThisProcess().open(url)) {
            System.err.println("No browser could be opened from here; the address stands above.");
        }
        return ExitCode.OK.number();
    }
}
