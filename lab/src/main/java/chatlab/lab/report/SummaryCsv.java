package chatlab.lab.report;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Latency;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.TrialResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.csv} after RFC 4180, but with bare line feeds: one row per repetition, invalid ones too. A percentile that
 * never came is {@code inf}; what is unknown is empty.
 */
final class SummaryCsv {
    private static final List<String> FIGURES = List.of(
            "window_s",
            "offered_messages_per_s",
            "sent_messages_per_s",
            "deliveries_per_s",
            "latency_p50_ms",
            "latency_p90_ms",
            "latency_p99_ms",
            "latency_p99.9_ms",
            "latency_max_ms",
            "lost_deliveries",
            "told_deliveries",
            "unsent_messages",
            "duplicated_deliveries",
            "reordered_deliveries",
            "ledger_exact",
            "server_cpu_cores",
            "server_throttled_share",
            "server_memory_bytes",
            "send_lag_p99_ms",
            "clients_busy_share",
            "server_cpu_us_per_delivery",
            "welcome_p99_ms",
            "returned_p99_ms",
            "redis_cpu_cores",
            "haproxy_cpu_cores",
            "all_cpu_us_per_delivery");

    private static final String GENERATOR = "generator";

    private SummaryCsv() {}

    static String render(RunResult result) {
        StringBuilder out = new StringBuilder();
        List<String> axes = result.axes().stream().map(Axis::name).toList();
        row(
                out,
                List.of(
                        List.of("trial", "repetition"),
                        axes,
                        List.of("status", "reasons"),
                        FIGURES,
                        List.of("folder")));
        for (TrialResult trial : result.trials()) {
            List<String> point = axes.stream()
                    .map(axis -> trial.point().getOrDefault(axis, ""))
                    .toList();
            for (Repetition each : trial.repetitions()) {
                String reasons = String.join(
                        "; ",
                        each.reasons().stream().map(Repetition.Reason::code).toList());
                row(
                        out,
                        List.of(
                                List.of(String.valueOf(trial.number()), String.valueOf(each.number())),
                                point,
                                List.of(each.status().name(), reasons),
                                figures(each, isOrderKnown(result, trial)),
                                List.of(each.folder())));
            }
        }
        return out.toString();
    }

    /** Gatling's users are not told apart where messages arrive. */
    private static boolean isOrderKnown(RunResult result, TrialResult trial) {
        String fixed = result.setup().clients().getOrDefault(GENERATOR, "");
        return !trial.point().getOrDefault(GENERATOR, fixed).equals("gatling");
    }

    private static List<String> figures(Repetition repetition, boolean isOrderKnown) {
        @Nullable Figures figures = repetition.figures();
        if (figures == null) {
            return Collections.nCopies(FIGURES.size(), "");
        }
        Latency latency = figures.latency();
        Figures.Messages messages = figures.messages();
        List<String> cells = new ArrayList<>();
        Stream.of(
                        figures.windowSeconds(),
                        figures.offeredPerSecond(),
                        figures.sentPerSecond(),
                        figures.deliveriesPerSecond())
                .map(String::valueOf)
                .forEach(cells::add);
        cells.add(millis(latency, latency.p50()));
        cells.add(millis(latency, latency.p90()));
        cells.add(millis(latency, latency.p99()));
        cells.add(millis(latency, latency.p999()));
        cells.add(millis(latency, latency.max()));
        Stream.of(messages.lost(), messages.told(), messages.unsent(), messages.duplicated())
                .map(String::valueOf)
                .forEach(cells::add);
        cells.add(isOrderKnown ? String.valueOf(messages.reordered()) : "");
        cells.add(String.valueOf(messages.ledgerExact()));
        cells.add(known(figures.server().cpuCores()));
        cells.add(known(figures.server().throttledShare()));
        cells.add(known(figures.server().memoryBytes()));
        cells.add(millis(figures.sendLag(), figures.sendLag().p99()));
        cells.add(known(figures.generator().busyShare()));
        cells.add(known(CpuCost.micros(repetition)));
        cells.add(known(JoiningTimes.welcomeMillis(figures)));
        cells.add(known(JoiningTimes.returnedMillis(figures)));
        cells.add(known(cpu(figures, "redis")));
        cells.add(known(cpu(figures, "haproxy")));
        cells.add(known(PartCosts.allMicros(repetition)));
        return cells;
    }

    private static @Nullable Double cpu(Figures figures, String part) {
        @Nullable Map<String, Figures.Resources> parts = figures.parts();
        Figures.@Nullable Resources used = parts == null ? null : parts.get(part);
        return used == null ? null : used.cpuCores();
    }

    private static String millis(Latency latency, @Nullable Long ns) {
        Double millis = Percentile.millis(latency, ns);
        return millis == null ? "" : millis.isInfinite() ? "inf" : millis.toString();
    }

    private static String known(@Nullable Number value) {
        return value == null ? "" : value.toString();
    }

    private static void row(StringBuilder out, List<List<String>> parts) {
        List<String> cells = new ArrayList<>();
        parts.forEach(cells::addAll);
        out.append(String.join(",", cells.stream().map(SummaryCsv::cell).toList()))
                .append('\n');
    }

    private static String cell(String text) {
        return text.matches("(?s).*[\",\\r\\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
