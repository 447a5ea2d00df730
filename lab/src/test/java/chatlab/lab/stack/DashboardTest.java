package chatlab.lab.stack;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatlab.lab.engine.EngineProbe;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the dashboard without Grafana: it is complete, fits a screen and asks for metrics that there are. */
class DashboardTest {
    private static final int COLUMNS = 24;
    private static final int ROWS_OF_A_SCREEN = 27;
    /** Those of Grafana's units that are used here: it shows the name of one that it doesn't know. */
    private static final Set<String> UNITS = Set.of("none", "short", "cps", "s", "bytes", "Bps", "percentunit");

    private static final Pattern METRIC = Pattern.compile("\\bchatlab_\\w+");
    /** A meter's kind and name as our sources register it, whether at once or by a method of their own that does. */
    private static final Pattern REGISTERED = Pattern.compile(
            "(counter|gauge|sizes|histogram|HistogramMetric|FunctionCounter\\.builder|Gauge\\.builder|\\.name)"
                    + "\\(\\s*(?:[a-z]\\w*,\\s*)*\"([a-z_]*[a-z])\"");
    /** What such a method puts before a name. */
    private static final Pattern PREFIX = Pattern.compile("\"(chatlab_\\w+_)\" \\+ name");

    private final JsonNode dashboard;
    private final JsonNode datasource;

    DashboardTest() throws IOException {
        dashboard = read(new ObjectMapper(), "dashboards/chatlab.json");
        datasource = read(new YAMLMapper(), "provisioning/datasources/prometheus.yaml")
                .at("/datasources/0");
    }

    @Test
    void everyPanelSaysWhatItShows() {
        for (JsonNode panel : panels()) {
            String title = panel.path("title").asText();
            assertFalse(title.isBlank(), panel::toPrettyString);
            assertFalse(panel.path("description").asText().isBlank(), title);
            String unit = panel.path("type").asText().equals("heatmap") ? "/options/yAxis" : "/fieldConfig/defaults";
            assertTrue(UNITS.contains(panel.at(unit + "/unit").asText()), title);
            assertTrue(panel.at(unit + "/decimals").isInt(), title);
        }
    }

    @Test
    void everythingAsksTheProvisionedDatasource() {
        String uid = datasource.path("uid").asText();
        assertEquals("chatlab-prometheus", uid);
        for (JsonNode panel : panels()) {
            String title = panel.path("title").asText();
            assertEquals(uid, panel.at("/datasource/uid").asText(), title);
            assertFalse(panel.path("targets").isEmpty(), title);
            Set<String> refIds = new HashSet<>();
            for (JsonNode target : panel.path("targets")) {
                assertEquals(uid, target.at("/datasource/uid").asText(), title);
                assertTrue(refIds.add(target.path("refId").asText()), title);
            }
        }
        assertEquals(uid, origin().at("/datasource/uid").asText());
    }

    @Test
    void panelsFillOneScreenWithoutOverlap() {
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertTrue(ids.add(panel.path("id").asInt()), title);
            JsonNode at = panel.path("gridPos");
            int right = at.path("x").asInt() + at.path("w").asInt();
            int bottom = at.path("y").asInt() + at.path("h").asInt();
            assertTrue(right <= COLUMNS && bottom <= ROWS_OF_A_SCREEN, title);
            for (int x = at.path("x").asInt(); x < right; x++) {
                for (int y = at.path("y").asInt(); y < bottom; y++) {
                    assertTrue(cells.add(List.of(x, y)), title);
                }
            }
        }
        int height = cells.stream().mapToInt(cell -> cell.get(1) + 1).max().orElse(0);
        assertEquals(COLUMNS * height, cells.size(), "cells without a panel");
    }

    @Test
    void everyMetricAskedForIsOneThatAProgramOfOursRegisters() throws IOException {
        Set<String> registered = registered();
        Set<String> unknown = Stream.concat(
                        expressions().stream(),
                        Stream.of(origin().at("/query/query").asText()))
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(name -> name.group())
                .filter(name -> !registered.contains(name))
                .collect(toSet());
        assertEquals(Set.of(), unknown, () -> "of " + registered);
    }

    @Test
    void everySeriesIsOfTheChosenOrigin() {
        assertEquals(
                "label_values(chatlab_process_info, origin)",
                origin().at("/query/query").asText());
        assertEquals("origin", origin().path("name").asText());
        assertEquals("stack", origin().at("/current/value").asText());
        assertFalse(origin().path("multi").asBoolean(true)
                || origin().path("includeAll").asBoolean(true));
        for (String expression : expressions()) {
            String rest = expression.replaceAll("\\bchatlab_\\w+\\{origin=\"\\$origin\"", "");
            assertTrue(rest.length() < expression.length(), expression);
            assertFalse(rest.contains("chatlab_") || rest.contains("origin"), expression);
        }
    }

    @Test
    void dashboardsComeFromAFolderAndAreNotSavedInTheBrowser() throws IOException {
        JsonNode provider =
                read(new YAMLMapper(), "provisioning/dashboards/chatlab.yaml").at("/providers/0");
        assertEquals("file", provider.path("type").asText());
        assertEquals("/var/lib/grafana-dashboards", provider.at("/options/path").asText());
        assertFalse(provider.path("allowUiUpdates").asBoolean(true));
        assertFalse(dashboard.path("editable").asBoolean(true));
        assertEquals("chatlab", dashboard.path("uid").asText());
    }

    @Test
    void theDocumentLinksTheGraphsThatOpenShows() throws IOException {
        assertTrue(Files.readString(EngineProbe.checkout().resolve("docs/live-stack.md"))
                .contains("(" + Urls.graphs("http://localhost:9090/") + ")"));
    }

    @Test
    void ratesSpanFourScrapes() {
        assertEquals("1s", datasource.at("/jsonData/timeInterval").asText());
        for (String expression : expressions()) {
            assertFalse(expression.matches(".*\\[(?!\\$__rate_interval]).*"), expression);
        }
    }

    private List<JsonNode> panels() {
        return dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    private List<String> expressions() {
        return panels().stream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asText())
                .toList();
    }

    private JsonNode origin() {
        assertEquals(1, dashboard.at("/templating/list").size());
        return dashboard.at("/templating/list/0");
    }

    /** What Prometheus calls the metrics of server and load clients, those of histograms native and classic. */
    private static Set<String> registered() throws IOException {
        Set<String> names = new HashSet<>();
        for (String module : List.of("process", "generator", "server", "load-clients")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    names.addAll(registered(Files.readString(file)));
                }
            }
        }
        return names;
    }

    private static Set<String> registered(String source) {
        Matcher prefixed = PREFIX.matcher(source);
        String prefix = prefixed.find() ? prefixed.group(1) : "";
        return REGISTERED
                .matcher(source)
                .results()
                .flatMap(meter -> {
                    String name = meter.group(2).startsWith("chatlab_") ? meter.group(2) : prefix + meter.group(2);
                    return switch (meter.group(1)) {
                        case "counter", "FunctionCounter.builder" -> Stream.of(name + "_total");
                        case "histogram", "HistogramMetric", "sizes" ->
                            Stream.of("", "_bucket", "_count", "_sum").map(name::concat);
                        default -> Stream.of(name);
                    };
                })
                .collect(toSet());
    }

    private static JsonNode read(ObjectMapper mapper, String file) throws IOException {
        return mapper.readTree(Path.of("../grafana", file).toFile());
    }
}
