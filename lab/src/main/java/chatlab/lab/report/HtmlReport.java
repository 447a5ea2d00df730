package chatlab.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * {@code report.html}: one file with its styles, its script and its charts, which asks nothing of a network. Every plot is in
 * it twice: drawn, for paper and for browsers without scripts, and as data, for the interactive one that takes its place.
 */
final class HtmlReport {
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlReport.class.getClassLoader(), "chatlab.lab.report");

    private HtmlReport() {}

    static String render(Page page) {
        StringOutput out = new StringOutput(256 * 1024);
        TEMPLATES.render("report.jte", page, out);
        return out.toString();
    }

    /** The plots for the page's script; can't end the script element it stands in. */
    static String data(Page page) {
        try {
            return new JsonMapper().writeValueAsString(page.plots()).replace("<", "\\u003c");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "The plots of '" + page.title() + "' can't be written as JSON.", impossible);
        }
    }
}
