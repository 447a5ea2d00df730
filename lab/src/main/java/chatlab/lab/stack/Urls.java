package chatlab.lab.stack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the parts of the stack are that run. */
public final class Urls {
    /** What is drawn where there is no dashboard: load, latency, limit. */
    private static final List<String> PANELS = List.of(
            "sum by (origin) (rate(chatlab_server_deliveries_total[5s]))",
            "histogram_quantile(0.99, sum by (origin) (rate(chatlab_clients_latency_seconds[5s])))",
            "sum by (origin) (rate(chatlab_cgroup_cpu_usage_seconds_total{job=\"server\"}[5s]))",
            "sum by (origin) (rate(chatlab_cgroup_cpu_throttled_periods_total{job=\"server\"}[5s])) / sum by (origin) (rate(chatlab_cgroup_cpu_periods_total{job=\"server\"}[5s]))");

    private Urls() {}

    /** By name ({@code grafana}, {@code prometheus}, {@code chat}, {@code websocket}), in reading order. */
    public static Map<String, String> of(List<Part> parts) {
        Map<String, String> urls = new LinkedHashMap<>();
        Part.address(parts, StackPort.GRAFANA).ifPresent(at -> urls.put("grafana", "http://" + at + "/"));
        Part.address(parts, StackPort.PROMETHEUS).ifPresent(at -> urls.put("prometheus", "http://" + at + "/"));
        Part.address(parts, StackPort.BALANCED_CHAT)
                .or(() -> Part.address(parts, StackPort.CHAT))
                .ifPresent(at -> {
                    urls.put("chat", "tcp://" + at);
                    urls.put("websocket", "ws://" + at + "/ws");
                });
        return urls;
    }

    /** What to look at: the dashboards, else Prometheus with prepared graphs; empty if neither runs. */
    public static Optional<String> toLookAt(List<Part> parts) {
        Map<String, String> urls = of(parts);
        return Optional.ofNullable(urls.get("grafana"))
                .or(() -> Optional.ofNullable(urls.get("prometheus")).map(Urls::graphs));
    }

    /** The page of Prometheus 3 with a graph per panel over the last five minutes. */
    static String graphs(String prometheus) {
        StringBuilder url = new StringBuilder(prometheus).append("query?");
        for (int i = 0; i < PANELS.size(); i++) {
            url.append(i == 0 ? "" : "&")
                    .append("g%d.expr=".formatted(i))
                    .append(URLEncoder.encode(PANELS.get(i), StandardCharsets.UTF_8))
                    .append("&g%d.tab=graph&g%d.range_input=5m".formatted(i, i));
        }
        return url.toString();
    }
}
