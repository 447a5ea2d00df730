package chatlab.lab.command;

import chatlab.lab.stack.Compose;
import chatlab.lab.stack.Part;
import chatlab.lab.stack.Up;
import chatlab.lab.stack.Urls;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab up}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "up",
        description = "Start the live stack: server, load clients, Prometheus and Grafana in containers.",
        footer = {
            "",
            "Limits, load and ports are set in .env. Exit codes: 0 all of it is healthy,",
            "2 wrong usage, 5 no usable engine or the stack did not come up, 130 interrupted."
        })
final class UpCommand implements Callable<Integer> {
    private static final int MOST_LOAD_CLIENTS = 64;

    private final Context context;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description =
                    "How many load-client processes, 0 to " + MOST_LOAD_CLIENTS + "; else what the compose file says.")
    private @Nullable String scale;

    @Option(
            names = "--observer",
            description =
                    "Only Prometheus and Grafana, to watch experiments; server and load clients of the stack are stopped.")
    private boolean observer;

    @Option(names = "--no-build", description = "Use the images as they are, even if sources have changed.")
    private boolean noBuild;

    @Option(
            names = "--json",
            description = "Say what has come up as JSON: {services: [{service, name, state, health}, …], urls: {…}}.")
    private boolean json;

    UpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Up.Options options = options();
        Compose compose = Compose.in(context.checkout(), json ? Compose.Screen.ERROR_ONLY : Compose.Screen.AS_IT_IS);
        try {
            Up.Outcome outcome = new Up(compose, context.stop()).run(options);
            outcome.withoutGrafana()
                    .ifPresent(image -> System.err.println("Grafana is left out: its image " + image
                            + " can be neither found nor pulled. Prometheus has every figure"
                            + prometheus(outcome) + "."));
            System.out.println(json ? json(outcome) : text(outcome));
            return ExitCode.OK.number();
        } catch (InterruptedException e) {
            System.err.println("Stopped; what had been started by then stays: './chatlab up' goes on with it,"
                    + " './chatlab down' removes it.");
            return ExitCode.INTERRUPTED.number();
        }
    }

    private Up.Options options() {
        if (scale != null && observer) {
            throw new SettingException(
                    "'--scale' is given with '--observer', which starts no load clients; it has to be one of the two."
                            + " See 'chatlab up --help'.");
        }
        return new Up.Options(
                scale == null ? OptionalInt.empty() : OptionalInt.of(processes(scale)), observer, !noBuild);
    }

    private static int processes(String text) {
        int count = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (count < 0 || count > MOST_LOAD_CLIENTS) {
            throw new SettingException("'--scale' is '" + text + "', but it has to be a whole number from 0 to "
                    + MOST_LOAD_CLIENTS + ". See 'chatlab up --help'.");
        }
        return count;
    }

    private static String prometheus(Up.Outcome outcome) {
        String url = Urls.of(outcome.parts()).get("prometheus");
        return url == null ? "" : ": " + url;
    }

    private static String text(Up.Outcome outcome) {
        Map<String, Long> running = outcome.parts().stream()
                .filter(Part::isRunning)
                .collect(Collectors.groupingBy(Part::service, TreeMap::new, Collectors.counting()));
        Map<String, String> urls = Urls.of(outcome.parts());
        StringBuilder text = new StringBuilder("Up: ")
                .append(running.entrySet().stream()
                        .map(each -> each.getKey() + (each.getValue() > 1 ? " × " + each.getValue() : ""))
                        .collect(Collectors.joining(", ")))
                .append(".\n\n");
        row(text, "Grafana", urls.get("grafana"));
        row(text, "Prometheus", urls.get("prometheus"));
        String chat = urls.get("chat");
        if (chat != null) {
            row(
                    text,
                    "Chat",
                    "nc " + chat.replaceFirst("tcp://", "").replace(':', ' ') + "   or " + urls.get("websocket"));
        }
        text.append('\n');
        row(text, "Look", "./chatlab open");
        row(text, "More load", chat == null ? null : "./chatlab up --scale 3");
        row(text, "Stop", "./chatlab down   (--volumes also removes the stored figures)");
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append("  %-12s%s%n".formatted(name, value));
        }
    }

    private static String json(Up.Outcome outcome) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        ArrayNode services = root.putArray("services");
        outcome.parts()
                .forEach(part -> services.addObject()
                        .put("service", part.service())
                        .put("name", part.name())
                        .put("state", part.state())
                        .put("health", part.health()));
        ObjectNode urls = root.putObject("urls");
        Urls.of(outcome.parts()).forEach(urls::put);
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("What has come up can't be written as JSON.", impossible);
        }
    }
}
