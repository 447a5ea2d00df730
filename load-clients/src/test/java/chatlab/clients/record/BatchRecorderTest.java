package chatlab.clients.record;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.recording.HistogramLog;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchRecorderTest {
    private static final int BATCHES = 20_000;
    private static final long[] BATCH = LongStream.rangeClosed(1, 100).toArray();

    @Test
    void intervalHasWhatCameSinceTheLastOne() {
        BatchRecorder recorder = new BatchRecorder();
        recorder.record(BATCH, 10);
        Histogram first = recorder.interval(null);
        assertThat(first.getTotalCount()).isEqualTo(10);
        assertThat(first.getMaxValue()).isEqualTo(10);
        recorder.record(BATCH, 20);
        Histogram second = recorder.interval(first);
        assertThat(second.getTotalCount()).isEqualTo(20);
        assertThat(recorder.interval(second).getTotalCount()).isZero();
    }

    /** A reader that asks all the time gets every value once, and never half of a batch. */
    @Test
    void nothingIsLostOrHalfReadWhileTheWriterWrites() throws Exception {
        BatchRecorder recorder = new BatchRecorder();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < BATCHES; i++) {
                recorder.record(BATCH, BATCH.length);
            }
        });
        Histogram all = new Histogram(HistogramLog.HIGHEST_NS, HistogramLog.DIGITS);
        Histogram interval = null;
        while (writer.isAlive()) {
            interval = recorder.interval(interval);
            assertThat(interval.getTotalCount() % BATCH.length).isZero();
            all.add(interval);
        }
        writer.join();
        all.add(recorder.interval(interval));
        assertThat(all.getTotalCount()).isEqualTo((long) BATCHES * BATCH.length);
        assertThat(all.getCountAtValue(100)).isEqualTo(BATCHES);
    }
}
