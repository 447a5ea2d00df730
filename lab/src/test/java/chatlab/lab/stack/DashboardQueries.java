package chatlab.lab.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PromQL that users are given: of Grafana's dashboards, with their variables filled in, and of a document's links. */
final class DashboardQueries {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)(?::\\w+)?}|(\\w+))");

    private static final Pattern LINKED = Pattern.compile("[?&](g\\d+)\\.expr=([^&)]+)");

    /** Of a window that is a minute wide, with a point per scrape. */
    private static final Map<String, String> BUILT_IN = Map.of(
            "__interval", "1s",
            "__interval_ms", "1000",
            "__rate_interval", "10s",
            "__range", "1m",
            "__range_s", "60");

    private DashboardQueries() {}

    /** All of a folder, by dashboard, panel and the letter of the query. */
    static Map<String, String> of(Path folder) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                Map<String, String> variables = variables(dashboard);
                for (JsonNode panel : panels(dashboard)) {
                    for (JsonNode target : panel.path("targets")) {
                        if (!target.path("expr").asText().isBlank()) {
                            queries.put(
                                    file.getFileName() + " / "
                                            + panel.path("title").asText() + " / "
                                            + target.path("refId").asText(),
                                    filled(target.path("expr").asText(), variables));
                        }
                    }
                }
            }
        }
        return queries;
    }

    /** Those that a document's links open in Prometheus' own graph page. */
    static Map<String, String> linked(Path markdown) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        LINKED.matcher(Files.readString(markdown))
                .results()
                .forEach(link -> queries.put(
                        markdown.getFileName() + " / " + link.group(1),
                        URLDecoder.decode(link.group(2), StandardCharsets.UTF_8)));
        return queries;
    }

    private static List<JsonNode> panels(JsonNode parent) {
        List<JsonNode> all = new ArrayList<>();
        parent.path("panels").forEach(panel -> {
            all.add(panel);
            all.addAll(panels(panel));
        });
        return all;
    }

    private static Map<String, String> variables(JsonNode dashboard) {
        Map<String, String> values = new LinkedHashMap<>(BUILT_IN);
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            String name = variable.path("name").asText();
            values.put(name, name.equals("origin") ? "stack" : selected(variable));
        }
        return values;
    }

    /** What is selected at first; the values of a query are not in the file, so that all of them are taken. */
    private static String selected(JsonNode variable) {
        JsonNode now = variable.path("current").path("value");
        String value = now.isArray() ? now.path(0).asText() : now.asText();
        boolean all = value.isEmpty() || value.equals("$__all");
        return all ? ".*" : value;
    }

    private static String filled(String promql, Map<String, String> variables) {
        return VARIABLE.matcher(promql).replaceAll(match -> {
            String value = variables.get(name(match));
            if (value == null) {
                throw new AssertionError("Nothing is known of the variable " + match.group() + " in: " + promql);
            }
            return value.replace("\\", "\\\\").replace("$", "\\$");
        });
    }

    private static String name(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }
}
