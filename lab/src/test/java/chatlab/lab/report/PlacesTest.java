package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.report.Plot.Tick;
import chatlab.lab.result.Axis;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static List<String> labels(String... values) {
        return Places.of(new Axis("x", "x", List.of(values), true)).stream()
                .map(Tick::label)
                .toList();
    }

    @Test
    void aLabelThatWouldRunIntoTheOneBeforeItIsLeftOut() {
        assertThat(labels("64MiB", "80MiB", "96MiB", "128MiB", "256MiB"))
                .containsExactly("64MiB", "", "96MiB", "128MiB", "256MiB");
        assertThat(labels("0", "10", "50", "200")).containsExactly("0", "", "50", "200");
        assertThat(labels("0.1", "0.2", "0.3", "0.5", "1")).containsExactly("0.1", "0.2", "0.3", "0.5", "1");
    }

    @Test
    void wordsHaveAnEqualShareEach() {
        assertThat(labels("naive", "batched", "log")).containsExactly("naive", "batched", "log");
    }
}
