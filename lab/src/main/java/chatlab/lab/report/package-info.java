/**
 * Turns a run's result into documents: {@link chatlab.lab.report.Report} is the way in. {@code Grid} decides what becomes
 * axis, series or pooled; {@code Answer}, {@code Plots} and {@code Page} say what a reader sees; {@code HtmlReport}, {@code
 * MarkdownReport}, {@code SvgPlot}, {@code SummaryCsv} and {@code SummaryJson} write it down. Sees the result alone, so that
 * an old one can always be rendered again.
 */
@NullMarked
package chatlab.lab.report;

import org.jspecify.annotations.NullMarked;
