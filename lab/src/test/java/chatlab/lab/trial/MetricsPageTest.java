package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.process.Cgroup;
import chatlab.process.ProcessMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    @Test
    void samplesAreKnownByNameAndLabelsAsWritten() {
        MetricsPage page = MetricsPage.parse("""
                # HELP connections Open connections.
                # TYPE connections gauge
                connections 12
                closed_total{reason="quit"} 3.0
                closed_total{reason="slow_consumer",loop="0"} 4.0
                """);

        assertThat(page.samples())
                .containsExactly(
                        Map.entry("connections", 12.0),
                        Map.entry("closed_total{reason=\"quit\"}", 3.0),
                        Map.entry("closed_total{reason=\"slow_consumer\",loop=\"0\"}", 4.0));
    }

    @Test
    void labelsMayHoldSpacesBracesAndQuotes() {
        MetricsPage page = MetricsPage.parse("""
                a{x="one two"} 1
                b{x="an } in it, and a { too",y="z"} 2
                c{x="a \\" quote } and a \\\\"} 3
                d{x="# no comment"} 4
                """);

        assertThat(page.samples().values()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(page.value("b{x=\"an } in it, and a { too\",y=\"z\"}")).hasValue(2);
    }

    @Test
    void numbersComeInAllForms() {
        MetricsPage page = MetricsPage.parse("""
                plain 7
                negative -0.5
                exponent 1.5E-9
                large 1.2e+10
                infinite +Inf
                endless -Inf
                """);

        assertThat(page.value("plain")).hasValue(7);
        assertThat(page.value("negative")).hasValue(-0.5);
        assertThat(page.value("exponent")).hasValue(1.5e-9);
        assertThat(page.value("large")).hasValue(1.2e10);
        assertThat(page.value("infinite")).hasValue(Double.POSITIVE_INFINITY);
        assertThat(page.value("endless")).hasValue(Double.NEGATIVE_INFINITY);
    }

    @Test
    void whatIsNotANumberIsNoValue() {
        MetricsPage page = MetricsPage.parse("limit NaN\n");

        assertThat(page.samples()).containsKey("limit");
        assertThat(page.value("limit")).isEmpty();
        assertThat(page.value("nowhere")).isEmpty();
    }

    @Test
    void aTimeStampIsNotPartOfTheValue() {
        MetricsPage page = MetricsPage.parse("a 1.5 1395066363000\nb{x=\"y z\"} 2 -1\n");

        assertThat(page.value("a")).hasValue(1.5);
        assertThat(page.value("b{x=\"y z\"}")).hasValue(2);
    }

    @Test
    void aLineThatIsNoSampleIsLeftOut() {
        MetricsPage page = MetricsPage.parse("good 1\nhalf\nbad one two\nopen{x=\"y 3\n\n   \nlast 2");

        assertThat(page.samples()).containsOnlyKeys("good", "last");
    }

    @Test
    void aPageOfARealProcessIsReadToItsLastSample() {
        byte[] body = new ProcessMetrics(Cgroup.ofThisProcess())
                .scrapes()
                .answer(new chatlab.process.AdminPort.Request(new byte[0], Map.of()))
                .body();
        String text = new String(body, StandardCharsets.UTF_8);

        MetricsPage page = MetricsPage.parse(text);

        assertThat(page.samples()).hasSize((int)
                text.lines().filter(line -> !line.startsWith("#")).count());
        assertThat(page.value("chatlab_process_monotonic_seconds").orElseThrow())
                .isPositive();
    }
}
