package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.report.Plot.Series;
import chatlab.lab.report.Plot.Tick;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final Pattern NEVER_CAME = Pattern.compile("y=\"([0-9.]+)\" text-anchor=\"([a-z]+)\">never came<");

    @TempDir
    Path folder;

    @Test
    void markdownIsTheGoldenOne() throws IOException {
        Report.write(folder, Results.firstLook());

        assertThat(folder.resolve("report.md")).content().isEqualTo(Assets.text("first-look.md"));
    }

    @Test
    void sameResultGivesTheSameBytes() throws IOException {
        for (RunResult result : List.of(Results.firstLook(), Results.cpusNotBound(), Results.repeated())) {
            Report.write(folder, result);
            Map<String, String> first = contents();
            Report.write(folder, result);

            assertThat(contents()).isEqualTo(first);
        }
    }

    @Test
    void everyOutputIsThere() throws IOException {
        Path html = Report.write(folder, Results.firstLook());

        assertThat(html).isEqualTo(folder.resolve("report.html"));
        assertThat(contents().keySet())
                .containsExactly(
                        "plots/cpu-per-delivery.svg",
                        "plots/deliveries.svg",
                        "plots/latency-p50.svg",
                        "plots/latency-p99.svg",
                        "plots/latency-p999.svg",
                        "plots/memory-per-member.svg",
                        "plots/server-cpu.svg",
                        "plots/server-memory.svg",
                        "plots/throttled.svg",
                        "report.html",
                        "report.md",
                        "summary.csv",
                        "summary.json");
    }

    @Test
    void pageAsksNothingOfANetwork() throws IOException {
        String html = html(Results.firstLook());

        assertThat(html).doesNotContainPattern("(src|href)\\s*=\\s*[\"']?(https?:)?//");
        assertThat(html).doesNotContain("@import").doesNotContain("url(");
    }

    @Test
    void textOfTheExperimentIsEscaped() throws IOException {
        RunResult result = Results.firstLook();
        String html = html(result);

        assertThat(result.question().question()).contains("<small>");
        assertThat(html).contains("&lt;small&gt;").doesNotContain("<small> server");
        assertThat(Escape.link("a b/\"><script>")).isEqualTo("./a%20b/%22%3E%3Cscript%3E");
        assertThat(Escape.link("javascript:alert(1)")).startsWith("./javascript%3A");
        assertThat(Escape.markdown("a|b\n*c* <d>")).isEqualTo("a\\|b \\*c\\* &lt;d&gt;");
    }

    @Test
    void markdownStaysReadableWhereNothingCanBegin() {
        assertThat(Escape.markdown("p99 < 100 ms, p50 <= 5 & a > b, <5"))
                .isEqualTo("p99 < 100 ms, p50 <= 5 & a > b, <5");
        assertThat(Escape.markdown("<b>x</b> <!-- --> <?php> <http://a> &lt; &#60;"))
                .isEqualTo("&lt;b&gt;x&lt;/b&gt; &lt;!-- --&gt; &lt;?php&gt; &lt;http://a&gt; &amp;lt; &amp;\\#60;");
        assertThat(Escape.markdown("> quote")).isEqualTo("&gt; quote");
        assertThat(Escape.markdown("[a](javascript:x) `c`")).isEqualTo("\\[a\\](javascript:x) \\`c\\`");
    }

    @Test
    void nothingMeasuredIsSaidInsteadOfAnEmptyTable() throws IOException {
        RunResult result = Results.interrupted(0);
        String html = html(result);

        assertThat(html)
                .contains("<p>" + Terms.NOTHING_MEASURED + "</p>")
                .doesNotContain("What was invalid or missed")
                .doesNotContain("<thead>");
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("\n\n" + Terms.NOTHING_MEASURED + "\n")
                .doesNotContain("What was invalid or missed");
    }

    @Test
    void limitThatWasNotInForceIsSaidUnderTheHeadline() {
        assertThat(Results.page(Results.firstLook()).unbound()).isEmpty();
        assertThat(Results.page(Results.notReadBack()).unbound())
                .isEqualTo(
                        "The limits on CPU and memory were not in force: the server could use more than was asked for.");
    }

    @Test
    void settingsAreLabelledForPeople() {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);

        assertThat(Settings.of("Server", Map.of("memory", "256MiB")).entries())
                .containsExactly(new Settings.Entry("memory", "256 MiB", ""));
        assertThat(Settings.of("Load clients", Map.of("CONNECT_RATE", "500")).entries())
                .containsExactly(new Settings.Entry("connects per second", "500", ""));
        assertThat(Settings.of("Environment", Map.of("image a", digest)).entries())
                .containsExactly(new Settings.Entry("image a", "sha256:0123456789ab", digest));
    }

    @Test
    void commandNamesEngineAndRevision() {
        assertThat(Results.page(Results.firstLook()).command()).isEqualTo("./chatlab run first-look --engine docker");
        assertThat(Results.page(Results.revision("281f119d11")).command())
                .isEqualTo("git checkout 281f119d11\n./chatlab run first-look --engine docker");
        assertThat(Results.page(Results.revision("281f119d11 with local changes"))
                        .command())
                .startsWith("git checkout 281f119d11  # it ran with local changes\n");
    }

    @Test
    void backlogOfTheWarmUpIsExplainedOnlyWhereThereIsOne() {
        assertThat(Results.page(Results.firstLook()).terms())
                .noneMatch(term -> term.word().equals("More delivered than due"));
        assertThat(Results.page(Results.deliveries(20_041)).terms())
                .anyMatch(term -> term.word().equals("More delivered than due"));
    }

    @Test
    void everyRowLinksToItsRawFiles() throws IOException {
        String html = html(Results.firstLook());

        Results.firstLook().trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .forEach(each -> {
                    assertThat(html).contains("href=\"./" + each.folder() + "/\"");
                    each.files()
                            .forEach(
                                    file -> assertThat(html).contains("href=\"./" + each.folder() + "/" + file + "\""));
                });
    }

    @Test
    void reportOfGatlingIsOneLinkAndWhatItNeedsNone() throws IOException {
        RunResult result = Results.withFiles(List.of("gatling.log", "gatling/index.html", "gatling/js/all.min.js"));
        String link = result.trials().getFirst().repetitions().getFirst().folder() + "/gatling/index.html";

        assertThat(html(result))
                .contains("<a href=\"" + Escape.link(link) + "\">Gatling</a>")
                .contains("gatling.log</a>")
                .doesNotContain("all.min.js");
        assertThat(folder.resolve("report.md")).content().contains(" [Gatling](" + Escape.link(link) + ")");
        assertThat(html(Results.firstLook())).doesNotContain("Gatling");
    }

    @Test
    void invalidRepetitionIsListedButNotDrawn() {
        Page page = Results.page(Results.firstLook());

        assertThat(page.plots())
                .allSatisfy(plot -> assertThat(plot.series().get(2).points())
                        .extracting(Plot.Point::index)
                        .containsExactly(0, 2));
        assertThat(page.findings()).anySatisfy(finding -> {
            assertThat(finding.status()).isEqualTo(Status.INVALID);
            assertThat(finding.point()).isEqualTo("1 CPU, 500 members");
        });
    }

    @Test
    void percentileThatNeverCameIsMarkedAtTheTop() {
        Plot p99 = plot(Results.firstLook(), "latency-p99");

        assertThat(p99.series().getFirst().points().get(2).median()).isNull();
        assertThat(SvgPlot.file(p99)).containsOnlyOnce("class=\"never c0\"").contains(">never came</text>");
    }

    /** The words stand at the last place alone, and never where another marker is. */
    @ParameterizedTest
    @CsvSource({
        "0.1 0.2, start, 11", // room behind it
        "0.4 1.0, end, 11", // none behind it, but before it
        "0.95 1.0, end, 25" // none at all: below the markers
    })
    void whatNeverCameIsExplainedOnceWhereNoMarkerIsInTheWay(String places, String anchor, int below) {
        List<Tick> x = Arrays.stream(places.split(" "))
                .map(at -> new Tick(Double.parseDouble(at), at))
                .toList();
        List<Series> series = List.of(
                new Series(0, "a", Series.WIDTH, List.of(missing(0), missing(1))),
                new Series(1, "b", Series.WIDTH, List.of(missing(1))));
        String svg =
                SvgPlot.file(new Plot("p", "P", "ms", false, "members", false, x, 0, 1, List.of(), series, List.of()));

        assertThat(svg.split("class=\"never ", -1)).hasSize(4);
        Matcher words = NEVER_CAME.matcher(svg);
        assertThat(words.find()).isTrue();
        double top = Double.parseDouble(
                        svg.split("class=\"never c0\" d=\"M[0-9.]+ ", 2)[1].split("l", 2)[0])
                - 1;
        assertThat(Double.parseDouble(words.group(1)) - top).isEqualTo(below);
        assertThat(words.group(2)).isEqualTo(anchor);
        assertThat(words.find()).isFalse();
    }

    private static Plot.Point missing(int index) {
        return new Plot.Point(index, null, null, null, "never came");
    }

    @Test
    void seriesThatCoincideAreWiderBelow() {
        Plot deliveries = plot(Results.deliveries(2_000), "deliveries");

        assertThat(deliveries.series())
                .extracting(Plot.Series::width)
                .isSortedAccordingTo((one, other) -> Double.compare(other, one))
                .doesNotHaveDuplicates();
        assertThat(plot(Results.firstLook(), "latency-p99").series())
                .extracting(Plot.Series::width)
                .containsOnly(Plot.Series.WIDTH);
    }

    @Test
    void limitThatDidNotBindIsNoAxisAndTheReaderIsTold() {
        Page page = Results.page(Results.cpusNotBound());

        assertThat(page.plots()).allSatisfy(plot -> assertThat(plot.series()).hasSize(1));
        assertThat(plot(Results.cpusNotBound(), "server-cpu").lines()).isEmpty();
        assertThat(page.plotNotes().getFirst())
                .isEqualTo(
                        "The limit 'CPU limit, cores' did not bind, so it is no axis of these plots: its trials are pooled.");
        // At 100 members: 4.8, 6.7 and 38.2 ms of what would have been three series.
        Plot.Point pooled = plot(Results.cpusNotBound(), "latency-p99")
                .series()
                .getFirst()
                .points()
                .getFirst();
        assertThat(List.of(pooled.low(), pooled.median(), pooled.high())).containsExactly(4.8, 6.7, 38.2);
    }

    @Test
    void nothingValidIsNothingDrawn() throws IOException {
        RunResult result = Results.status(Results.firstLook(), trial -> true, Status.INVALID);

        assertThat(Results.page(result).plots()).isEmpty();
        assertThat(html(result)).contains("Nothing valid to draw.");
    }

    @Test
    void medianIsNeverAMean() {
        assertThat(Middle.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Middle(1, 3, 4));
        assertThat(Middle.of(List.of(1.0, Double.POSITIVE_INFINITY)).median()).isInfinite();
    }

    @Test
    void csvHasOneRowPerRepetitionAndInfForWhatNeverCame() throws IOException {
        Report.write(folder, Results.firstLook());
        List<String> lines = Files.readAllLines(folder.resolve("summary.csv"));

        assertThat(lines).hasSize(10);
        assertThat(lines.get(3))
                .startsWith("3,1,0.25,1000,MISSED,p99 < 100ms,20.0,20.0,20.0,12410.9,912.4,inf,inf,inf,inf,");
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line.split(",", -1)).hasSize(lines.getFirst().split(",", -1).length));
    }

    @Test
    void chartLibraryIsTheOneThatWasVendored() throws Exception {
        for (String line : Assets.text("uPlot.sha256").lines().toList()) {
            String[] words = line.split(" +", 2);
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Assets.text(words[1]).getBytes(StandardCharsets.UTF_8));
            assertThat(HexFormat.of().formatHex(hash)).as(words[1]).isEqualTo(words[0]);
        }
        assertThat(Assets.text("uPlot.sha256")).contains("uPlot.iife.min.js");
    }

    private String html(RunResult result) throws IOException {
        return Files.readString(Report.write(folder, result));
    }

    private static Plot plot(RunResult result, String id) {
        return Results.page(result).plots().stream()
                .filter(plot -> plot.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
