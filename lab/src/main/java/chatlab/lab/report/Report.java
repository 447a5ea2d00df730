package chatlab.lab.report;

import chatlab.lab.result.RunResult;
import chatlab.lab.result.WholeFiles;
import java.io.IOException;
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
        return write(runFolder, runFolder, result);
    }

    /**
     * Writes them somewhere else than where the run's raw files are.
     *
     * @param raw the folder of the raw files, from which distributions are drawn
     * @param runFolder where the documents go
     * @return the path of {@code report.html}
     */
    public static Path write(Path raw, Path runFolder, RunResult result) throws IOException {
        Page page = Page.of(result, raw);
        Path plots = Files.createDirectories(runFolder.resolve("plots"));
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
