package chatlab.clients.record;

import chatlab.generator.recording.HistogramLog;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.WriterReaderPhaser;
import org.jspecify.annotations.Nullable;

/**
 * Takes many values at a time from one writer, and gives a reader what came since it last asked, without ever making the writer
 * wait: as {@link org.HdrHistogram.SingleWriterRecorder} does, but what that costs is paid once for all values of a batch.
 */
final class BatchRecorder {
    /** How often a reader that waits for a writer's batch looks again, in nanoseconds. */
    private static final long YIELD_NS = 500_000;

    private final WriterReaderPhaser phaser = new WriterReaderPhaser();
    private volatile Histogram active = HistogramLog.histogram();

    /** Enters the first {@code count} values. */
    void record(long[] values, int count) {
        long section = phaser.writerCriticalSectionEnter();
        try {
            Histogram into = active;
            for (int i = 0; i < count; i++) {
                into.recordValue(values[i]);
            }
        } finally {
            phaser.writerCriticalSectionExit(section);
        }
    }

    /**
     * What was entered since the last call.
     *
     * @param recycle what the last call gave, and may be overwritten now; null at the first
     */
    synchronized Histogram interval(@Nullable Histogram recycle) {
        Histogram next = recycle == null ? HistogramLog.histogram() : recycle;
        next.reset();
        phaser.readerLock();
        try {
            Histogram sampled = active;
            active = next;
            phaser.flipPhase(YIELD_NS);
            return sampled;
        } finally {
            phaser.readerUnlock();
        }
    }
}
