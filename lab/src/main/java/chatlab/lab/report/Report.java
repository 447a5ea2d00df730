package chatlab.lab.report;

import chatlab.lab.result.RunResult;
import chatlab.lab.result.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The documents of one run. The same result always gives the same bytes. */
public final class Report {
    private Report() {}

    /**
     * Writes {@code report.html}, {@code report.md} with {@code plots/*.svg}, {@code summary.csv}, {@code summary.json}, and beside the raw files of each repetition
     * a {@code timeline.svg}.
     *
     * @param runFolder the run's folder; distributions and timelines are drawn from the raw files in it, links to them are relative to it
     * @return the path of {@code report.html}
     */
    public static Path write(Path runFolder, RunResult result) throws IOException {
        Page page = Page.of(result, runFolder, Timelines.write(runFolder, result));
        Path plots = Files.createDirectories(runFolder.resolve("plots"));
        Set<Path> drawn = page.plots().stream()
                .map(plot -> plots.resolve(plot.id() + ".svg"))
                .collect(Collectors.toSet());
        try (var earlier = Files.list(plots)) {
            for (Path plot : earlier.filter(file -> !drawn.contains(file)).toList()) {
                Files.delete(plot); // of an earlier version, or of when less had been measured
            }
        }
        for (Plot plot : page.plots()) {
            WholeFiles.write(plots.resolve(plot.id() + ".svg"), SvgPlot.file(plot));
        }
        WholeFiles.write(runFolder.resolve("report.md"), MarkdownReport.render(page));
        WholeFiles.write(runFolder.resolve("summary.csv"), SummaryCsv.render(result));
        WholeFiles.write(runFolder.resolve("summary.json"), SummaryJson.render(result, page.answer()));
        Path html = runFolder.resolve("report.html");
        WholeFiles.write(html, HtmlReport.render(page));
        return html;
    }
}
