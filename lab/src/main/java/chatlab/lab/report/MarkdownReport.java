package chatlab.lab.report;

import chatlab.lab.report.Page.Finding;
import chatlab.lab.report.Table.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code report.md}: the page's content for write-ups, its plots as SVG files beside it. */
final class MarkdownReport {
    private final Page page;
    private final StringBuilder out = new StringBuilder(16 * 1024);

    private MarkdownReport(Page page) {
        this.page = page;
    }

    static String render(Page page) {
        return new MarkdownReport(page).write();
    }

    private String write() {
        paragraph("# " + Escape.markdown(page.title()));
        paragraph("**" + Escape.markdown(page.answer()) + "**");
        if (!page.unbound().isEmpty()) {
            paragraph(Escape.markdown(page.unbound()));
        }
        if (!page.badges().isEmpty()) {
            paragraph(Escape.markdown(String.join(
                    " · ", page.badges().stream().map(Page.Badge::text).toList())));
        }
        paragraph(Escape.markdown(page.run()));
        if (!page.hypothesis().isEmpty()) {
            paragraph("Expected beforehand: " + Escape.markdown(page.hypothesis()));
        }
        if (page.nothingMeasured()) {
            paragraph("## Results");
            paragraph(Terms.NOTHING_MEASURED);
        } else {
            plots();
            table();
            parts();
            findings();
        }
        setup();
        repeat();
        paragraph("## How to read this report");
        page.terms().forEach(term -> item("**" + term.word() + "** " + Escape.markdown(term.meaning())));
        return out.toString();
    }

    private void plots() {
        paragraph("## Plots");
        page.plots()
                .forEach(plot -> paragraph("![%s: %s over %s](plots/%s.svg)"
                        .formatted(
                                Escape.markdown(plot.title()),
                                Escape.markdown(plot.unit()),
                                Escape.markdown(plot.xLabel()),
                                plot.id())));
        if (page.plots().isEmpty()) {
            paragraph("Nothing valid to draw.");
        }
        page.plotNotes().forEach(note -> item(Escape.markdown(note)));
        gap(page.plotNotes());
    }

    private void table() {
        paragraph("## Results");
        Table table = page.table();
        List<String> headings = new ArrayList<>();
        table.columns().forEach(column -> headings.add(heading(column)));
        headings.add(table.axes(), "status");
        headings.add("raw files");
        row(headings);
        List<String> rules = new ArrayList<>(Collections.nCopies(headings.size(), "---:"));
        rules.set(table.axes(), "---");
        rules.set(headings.size() - 1, "---");
        row(rules);
        for (Table.Line line : table.lines()) {
            List<String> cells = new ArrayList<>();
            line.point().forEach(cell -> cells.add(Escape.markdown(cell)));
            cells.add(line.status().name());
            line.figures().forEach(cell -> cells.add(Escape.markdown(cell)));
            cells.add(link(line.folder(), line.folder() + "/")
                    + (line.hasGatlingReport()
                            ? " " + link("Gatling", line.folder() + "/" + Table.GATLING_REPORT)
                            : ""));
            row(cells);
        }
        out.append('\n');
    }

    private void parts() {
        PartCosts parts = page.parts();
        if (parts.lines().isEmpty()) {
            return;
        }
        paragraph("## What each part costs");
        paragraph(
                "CPU of those who serve, in the window: in cores, over the deliveries received, and over the messages sent. Medians of"
                        + " the valid repetitions.");
        row(parts.columns().stream().map(MarkdownReport::heading).toList());
        row(Collections.nCopies(parts.columns().size(), "---:"));
        parts.lines().forEach(line -> row(line.stream().map(Escape::markdown).toList()));
        out.append('\n');
    }

    private void findings() {
        paragraph("## What was invalid or missed");
        page.findings().forEach(this::finding);
        if (page.findings().isEmpty()) {
            paragraph("Nothing.");
        }
        gap(page.findings());
        if (!page.remarks().isEmpty()) {
            paragraph("Worth knowing:");
            page.remarks().forEach(this::finding);
            gap(page.remarks());
        }
    }

    private void finding(Finding finding) {
        String status = finding.status() + " ";
        item("**%s%s** %s"
                .formatted(
                        page.findings().contains(finding) ? status : "",
                        Escape.markdown(finding.point()),
                        Escape.markdown(String.join(" ", finding.sentences()))));
    }

    private void setup() {
        paragraph("## Set-up");
        row(List.of("", "", ""));
        row(List.of("---", "---", "---"));
        page.settings()
                .forEach(settings -> settings.entries()
                        .forEach(entry -> row(List.of(
                                settings.title(), Escape.markdown(entry.label()), Escape.markdown(entry.value())))));
        out.append('\n');
        if (!page.limits().isEmpty()) {
            row(List.of("limit", "asked for", "read back", "in force", "repetitions"));
            row(List.of("---", "---:", "---:", "---", "---:"));
            page.limits()
                    .forEach(limit -> row(List.of(
                            Escape.markdown(limit.name()),
                            limit.asked(),
                            limit.readBack(),
                            limit.inForce(),
                            String.valueOf(limit.repetitions()))));
            out.append('\n');
        }
        page.notices().forEach(notice -> item(Escape.markdown(notice)));
        gap(page.notices());
    }

    private void repeat() {
        paragraph("## Repeat it");
        paragraph(fenced("sh", page.command()));
        paragraph("with this as `" + page.experimentFile() + "`:");
        paragraph(fenced("yaml", page.source()));
    }

    private static String link(String text, String target) {
        return "[%s](%s)".formatted(Escape.markdown(text), Escape.link(target));
    }

    /** A fence longer than any run of back quotes inside it. */
    private static String fenced(String language, String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + language + "\n" + text.stripTrailing() + "\n" + fence;
    }

    private static String heading(Column column) {
        return Escape.markdown(column.label()) + (column.unit().isEmpty() ? "" : ", " + Escape.markdown(column.unit()));
    }

    private void paragraph(String text) {
        out.append(text).append("\n\n");
    }

    private void item(String text) {
        out.append("- ").append(text).append('\n');
    }

    private void gap(List<?> items) {
        if (!items.isEmpty()) {
            out.append('\n');
        }
    }

    private void row(List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
