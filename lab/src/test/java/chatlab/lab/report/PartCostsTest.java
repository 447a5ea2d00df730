package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a trial whose servers took 0.571 cores together, for 20,000 deliveries and 20 messages a second. */
class PartCostsTest {
    private static final Map<String, Resources> PARTS = parts(0.05, 0.2);

    @TempDir
    private Path folder;

    @Test
    void eachPartIsSharedOutAmongDeliveriesAndAllAmongMessages() {
        PartCosts costs = PartCosts.of(Results.withParts(Results.only(9), PARTS));

        assertThat(costs.columns())
                .extracting(column -> column.label() + ", " + column.unit())
                .containsExactly(
                        "busiest server, cores",
                        "servers, cores",
                        "Redis, cores",
                        "HAProxy, cores",
                        "servers, µs per delivery",
                        "Redis, µs per delivery",
                        "HAProxy, µs per delivery",
                        "all, µs per delivery",
                        "all, µs per message");
        assertThat(costs.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsExactly("0.30", "0.57", "0.05", "0.20", "28.6", "2.5", "10", "41.1", "41,050"));
    }

    @Test
    void whatIsNotKnownOfOneIsNotKnownOfAll() {
        PartCosts costs = PartCosts.of(Results.withParts(Results.only(9), parts(null, 0.2)));

        assertThat(costs.columns()).noneMatch(column -> column.label().equals("Redis"));
        assertThat(costs.lines().getFirst()).endsWith("28.6", "10", "–", "–");
    }

    @Test
    void whereServersAreAloneThereIsNothingToTell() throws Exception {
        assertThat(PartCosts.of(Results.firstLook()).lines()).isEmpty();
        Report.write(folder, Results.only(9));
        assertThat(folder.resolve("report.md")).content().doesNotContain("What each part costs");
        assertThat(folder.resolve("plots/all-cpu-per-delivery.svg")).doesNotExist();
    }

    @Test
    void bothReportsAndBothSummariesHaveIt() throws Exception {
        RunResult result = Results.withParts(Results.only(9), PARTS);
        ResultFiles.write(folder, result);

        Report.write(folder, ResultFiles.read(folder));

        assertThat(ResultFiles.read(folder)).isEqualTo(result);
        assertThat(folder.resolve("report.html"))
                .content()
                .contains("What each part costs", "<td class=\"value\">41,050</td>");
        assertThat(folder.resolve("report.md")).content().contains("## What each part costs", " | 41.1 | 41,050 |");
        assertThat(folder.resolve("plots/all-cpu-per-delivery.svg")).exists();
        assertThat(Files.readAllLines(folder.resolve("summary.csv")).getLast()).contains(",0.05,0.2,41.05,");
        assertThat(folder.resolve("summary.json")).content().contains("\"allCpuMicrosPerDelivery\" : 41.05");
    }

    @Test
    void theLimitBesideASumIsTheSumOfLimits() {
        RunResult result = Results.withParts(Results.only(9), PARTS);

        assertThat(Plots.of(result, Grid.of(result)))
                .filteredOn(plot -> plot.id().equals("server-cpu"))
                .singleElement()
                .satisfies(plot ->
                        assertThat(plot.lines()).extracting(Plot.Line::label).containsExactly("limit 2"));
    }

    private static Map<String, Resources> parts(@Nullable Double redis, double haproxy) {
        Map<String, Resources> parts = new LinkedHashMap<>();
        parts.put("server-1", used(0.3));
        parts.put("server-2", used(0.271));
        parts.put("redis", used(redis));
        parts.put("haproxy", used(haproxy));
        return parts;
    }

    private static Resources used(@Nullable Double cores) {
        return new Resources(cores, null, null, null);
    }
}
