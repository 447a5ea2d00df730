package chatlab.lab.selftest;

import chatlab.lab.result.HistogramLogs;
import chatlab.lab.selftest.Check.Figure;
import chatlab.process.Durations;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures, with the real load clients, servers of which theory says what has to come out.
 *
 * <ul>
 *   <li><b>truth</b>: every message is delivered 600 ms after it came. Once the server does nothing for a while, once the load
 *       clients are stopped for twice as long: both times the distribution follows from the intended times. Load clients that
 *       counted from when they really sent would miss the second pause.
 *   <li><b>merge</b>: four processes of load clients at once at a server that does nothing for a while. Their histograms, added up,
 *       have to give what theory says of all of them together, and what one process with the same load gave.
 *   <li><b>ledger</b>: a server drops, duplicates and delays single deliveries at random. Each has to be found and named, and
 *       nothing else.
 * </ul>
 */
public final class SelfTest {
    /**
     * So long that more than a tenth of the messages are late when somebody pauses for a tenth of the window: p90 then lies amid the late ones. At the lower edge of them
     * the milliseconds that all that has waited takes would be a large part of it.
     */
    private static final long DELAY_NS = TimeUnit.MILLISECONDS.toNanos(600);

    /** So few that all that waits at a pause's end is delivered in milliseconds. */
    private static final int TRUTH_CLIENTS = 5;

    private static final int TRUTH_RATE = 500;
    private static final int PROCESSES = 4;
    private static final int CLIENTS_OF_A_PROCESS = 2;

    private static final int LEDGER_RATE = 400;
    private static final double FAULT_SHARE = 1e-4;
    private static final Duration WARMUP = Duration.ofSeconds(1);
    private static final long POLL_MILLIS = 1;

    private final Path checkout;
    private final Extent extent;
    private final int seed;
    private final StopSignal stop;

    /**
     * @param checkout where chatlab lies, built
     * @param seed draws the schedules and the faults
     * @param stop raised when the user wants to end
     */
    public SelfTest(Path checkout, Extent extent, int seed, StopSignal stop) {
        this.checkout = checkout;
        this.extent = extent;
        this.seed = seed;
        this.stop = stop;
    }

    /**
     * Runs all checks.
     *
     * @param begins is told what begins now
     * @throws InterruptedException if the user wants to end
     */
    public List<Check> run(Consumer<String> begins) throws InterruptedException {
        String pause = Durations.format(extent.pause()) + " of " + Durations.format(extent.window());
        List<Check> checks = new ArrayList<>();
        begins.accept("truth: a server that freezes for " + pause);
        checks.add(frozenServer("a server that freezes for " + pause));
        begins.accept("merge: " + PROCESSES + " processes at a server that freezes for " + pause);
        checks.add(merge(PROCESSES + " processes at a server that freezes for " + pause, checks.getFirst()));
        String halt = Durations.format(halt()) + " of " + Durations.format(extent.window());
        begins.accept("truth: load clients that are stopped for " + halt);
        checks.add(stoppedClients("load clients that are stopped for " + halt));
        String faults = String.format(
                Locale.ROOT, "%,d deliveries, some dropped, duplicated, overtaken at random", extent.deliveries());
        begins.accept("ledger: " + faults);
        checks.add(ledger(faults));
        return checks;
    }

    private Check frozenServer(String about) throws InterruptedException {
        Delaying conduct = Delaying.freezing(
                DELAY_NS, messagesBeforePause(), extent.pause().toNanos());
        JsonNode summary;
        try (KnownServer server = new KnownServer(conduct);
                LoadClients clients = clients(server, truthLoad())) {
            summary = summary(server, clients);
        }
        long[] intendedNs = conduct.intendedNs();
        Theory theory = Theory.ofPause(intendedNs, fromNs(summary), toNs(summary), DELAY_NS, conduct.frozen());
        List<Figure> figures = latencies(theory, intendedNs, summary);
        figures.add(Figure.exact("runs said to be client-bound", 0, clientBound(summary)));
        return new Check("truth", about, figures);
    }

    /** @param one what one process measured, with the same schedule and at the same server */
    private Check merge(String about, Check one) throws InterruptedException {
        Delaying conduct = Delaying.freezing(
                DELAY_NS, messagesBeforePause(), extent.pause().toNanos());
        List<JsonNode> summaries = new ArrayList<>();
        Histogram merged;
        try (KnownServer server = new KnownServer(conduct);
                LoadClientsGroup group = new LoadClientsGroup()) {
            for (int i = 0; i < PROCESSES; i++) {
                group.add(clients(server, truthLoad(CLIENTS_OF_A_PROCESS, TRUTH_RATE / PROCESSES)));
            }
            for (LoadClients clients : group.all()) {
                summaries.add(summary(server, clients));
            }
            merged = HistogramLogs.sum(
                    group.all().stream().map(LoadClients::latencyLog).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Theory theory = Theory.ofAll(summaries.stream()
                .map(summary -> Theory.ofPause(
                        conduct.intendedNs(run(summary)), fromNs(summary), toNs(summary), DELAY_NS, conduct.frozen()))
                .toList());
        long inWindow = TRUTH_RATE * extent.window().toMillis() / 1000;
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.exact("those in the windows", inWindow, theory.count()));
        figures.add(Figure.exact("latencies", inWindow * CLIENTS_OF_A_PROCESS, (double) merged.getTotalCount()));
        for (String name : List.of("p50", "p99", "p99.9")) {
            double percent = Double.parseDouble(name.substring(1));
            figures.add(new Figure(
                    name,
                    "ms",
                    theory.percentileMs(percent),
                    merged.getValueAtPercentile(percent) / 1e6,
                    extent.tolerance()));
        }
        figures.add(new Figure("max", "ms", theory.percentileMs(100), merged.getMaxValue() / 1e6, extent.tolerance()));
        figures.add(new Figure(
                "p99.9 as of one process",
                "ms",
                one.measured("p99.9"),
                merged.getValueAtPercentile(99.9) / 1e6,
                extent.tolerance()));
        figures.add(Figure.exact(
                "runs said to be client-bound",
                0,
                summaries.stream().mapToInt(SelfTest::clientBound).sum()));
        return new Check("merge", about, figures);
    }

    private static int run(JsonNode summary) {
        return Integer.parseUnsignedInt(summary.path("run").asText(), 16);
    }

    private Check stoppedClients(String about) throws InterruptedException {
        Delaying conduct = Delaying.by(DELAY_NS);
        JsonNode summary;
        try (KnownServer server = new KnownServer(conduct);
                LoadClients clients = clients(server, truthLoad())) {
            while (conduct.count() < messagesBeforePause() && clients.isRunning()) {
                if (stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException();
                }
            }
            if (clients.isRunning()) {
                halt(clients);
            }
            summary = summary(server, clients);
        }
        long[] intendedNs = conduct.intendedNs();
        // As the server saw it: when the signals were sent is not when they took effect.
        Pause pause = conduct.longestSilence();
        Theory theory = Theory.ofPause(intendedNs, fromNs(summary), toNs(summary), DELAY_NS, pause);
        List<Figure> figures = latencies(theory, intendedNs, summary);
        figures.add(Figure.exact("runs said to be client-bound", 1, clientBound(summary)));
        return new Check("truth", about, figures);
    }

    /**
     * Twice a server's pause. What they had not sent and received takes them milliseconds when they go on; after this p90 lies in the middle of the
     * latencies that the halt makes, where a millisecond is little, and not at their lower end.
     */
    private Duration halt() {
        return extent.pause().multipliedBy(2);
    }

    private void halt(LoadClients clients) throws InterruptedException {
        clients.halt();
        try {
            if (stop.await(halt().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedException();
            }
        } finally {
            clients.goOn();
        }
    }

    /** Load clients that end badly because the server did have no better reason than the server's. */
    private static JsonNode summary(KnownServer server, LoadClients clients) throws InterruptedException {
        try {
            return clients.summary();
        } catch (UnusableException e) {
            server.requireWell();
            throw e;
        }
    }

    private static int clientBound(JsonNode summary) {
        boolean said = StreamSupport.stream(summary.path("invalid").spliterator(), false)
                .anyMatch(doubt -> doubt.path("reason").asText().equals("client-bound"));
        return said ? 1 : 0;
    }

    private Check ledger(String about) throws InterruptedException {
        RandomFaults conduct = new RandomFaults(FAULT_SHARE, seed);
        long messages = extent.deliveries() / extent.members();
        Duration window = Duration.ofMillis(messages * 1000 / LEDGER_RATE).minus(WARMUP.dividedBy(2));
        JsonNode summary;
        try (KnownServer server = new KnownServer(conduct);
                LoadClients clients = clients(
                        server,
                        Map.of(
                                "CLIENTS", Integer.toString(extent.members()),
                                "TALKERS", "10",
                                "RATE", Integer.toString(LEDGER_RATE),
                                "MESSAGE_BYTES", "lognormal:128..1KiB",
                                "WARMUP", Durations.format(WARMUP.dividedBy(2)),
                                "DURATION", Durations.format(window),
                                "DRAIN", "10s"))) {
            summary = summary(server, clients);
        }
        List<String> examples = StreamSupport.stream(
                        summary.at("/ledger/examples").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Check(
                "ledger",
                about,
                List.of(
                        Figure.exact("messages", messages, number(summary, "/messages/sent")),
                        Figure.exact(
                                "deliveries",
                                conduct.messages() * extent.members() - conduct.dropped() + conduct.duplicated(),
                                number(summary, "/deliveries/received")),
                        Figure.exact("lost", conduct.dropped(), number(summary, "/ledger/lost")),
                        Figure.exact("duplicated", conduct.duplicated(), number(summary, "/ledger/duplicated")),
                        Figure.exact("reordered", conduct.reordered(), number(summary, "/ledger/reordered")),
                        Figure.exact("damaged", 0, number(summary, "/ledger/damaged")),
                        Figure.exact("foreign", 0, number(summary, "/ledger/foreign")),
                        Figure.exact("examples that name a fault", Math.max(1, examples.size()), (double)
                                examples.stream().filter(conduct::isMade).count())));
    }

    private int messagesBeforePause() {
        Duration before = WARMUP.plus(extent.window().multipliedBy(2).dividedBy(5));
        return (int) (TRUTH_RATE * before.toMillis() / 1000);
    }

    private Map<String, String> truthLoad() {
        return truthLoad(TRUTH_CLIENTS, TRUTH_RATE);
    }

    private Map<String, String> truthLoad(int clients, int rate) {
        return Map.of(
                "CLIENTS",
                Integer.toString(clients),
                "TALKERS",
                Integer.toString(clients),
                "RATE",
                Integer.toString(rate),
                "WARMUP",
                Durations.format(WARMUP),
                "DURATION",
                Durations.format(extent.window()),
                "MAX_SEND_LAG", // what the pause makes of it is far more, what a busy machine makes of it less
                Durations.format(extent.pause().dividedBy(4)),
                "DRAIN",
                "30s");
    }

    private LoadClients clients(KnownServer server, Map<String, String> load) {
        Map<String, String> environment = new HashMap<>(load);
        environment.put("TARGET", server.target());
        environment.put("SEED", Integer.toString(seed));
        environment.put("EVENT_LOOPS", "2");
        return new LoadClients(checkout, environment, stop);
    }

    private static long fromNs(JsonNode summary) {
        return summary.at("/window/fromNs").asLong();
    }

    private static long toNs(JsonNode summary) {
        return summary.at("/window/toNs").asLong();
    }

    private List<Figure> latencies(Theory theory, long[] intendedNs, JsonNode summary) {
        List<Figure> figures = new ArrayList<>();
        long inWindow = TRUTH_RATE * extent.window().toMillis() / 1000;
        figures.add(
                Figure.exact("messages", inWindow + TRUTH_RATE * WARMUP.toMillis() / 1000, (double) intendedNs.length));
        figures.add(Figure.exact("those in the window", inWindow, theory.count()));
        figures.add(Figure.exact("latencies", inWindow * TRUTH_CLIENTS, number(summary, "/latencyNs/count")));
        // Load clients that put off what was meant to be sent would put off what was intended, too.
        figures.add(new Figure(
                "longest time between messages",
                "ms",
                1e3 / TRUTH_RATE,
                longestGapNs(intendedNs) / 1e6,
                extent.tolerance()));
        figures.add(percentile("p50", theory.percentileMs(50), summary));
        figures.add(percentile("p90", theory.percentileMs(90), summary));
        figures.add(percentile("p99", theory.percentileMs(99), summary));
        figures.add(percentile("p99.9", theory.percentileMs(99.9), summary));
        figures.add(percentile("max", theory.percentileMs(100), summary));
        return figures;
    }

    private static double longestGapNs(long[] intendedNs) {
        long[] sorted = intendedNs.clone();
        Arrays.sort(sorted);
        return IntStream.range(1, sorted.length)
                .mapToLong(k -> sorted[k] - sorted[k - 1])
                .max()
                .orElse(Long.MAX_VALUE);
    }

    private Figure percentile(String name, double theoryMs, JsonNode summary) {
        return new Figure(
                name, "ms", theoryMs, number(summary, "/latencyNs/" + name.replace(".", "")) / 1e6, extent.tolerance());
    }

    private static double number(JsonNode summary, String pointer) {
        return summary.at(pointer).asDouble(Double.NaN);
    }
}
