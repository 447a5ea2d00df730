package chatlab.lab.report;

import chatlab.lab.result.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents of one run. The same result always gives the same bytes. */
public final class Report {
    private Report() {}

    /**
     * Writes {@code report.html}, {@code report.md} with {@code plots/*.svg}, {@code summary.csv} and {@code summary.json}.
     *
     * @param runFolder the run's folder; links to raw files are relative to it
     * @return the path of {@code report.html}
     */
    public static Path write(Path runFolder, RunResult result) throws IOException {
        Page page = Page.of(result);
        Path plots = Files.createDirectories(runFolder.resolve("plots"));
        for (Plot plot : page.plots()) {
            put(plots.resolve(plot.id() + ".svg"), SvgPlot.file(plot));
        }
        put(runFolder.resolve("report.md"), MarkdownReport.render(page));
        put(runFolder.resolve("summary.csv"), SummaryCsv.render(result));
        put(runFolder.resolve("summary.json"), SummaryJson.render(result, page.answer()));
        Path html = runFolder.resolve("report.html");
        put(html, HtmlReport.render(page));
        return html;
    }

    private static void put(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
