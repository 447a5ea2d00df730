package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers every buffer that was collected without having been released. Installed by the build for all tests. */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
    private static final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    public LeakRecorder(Class<?> resource, int samplingInterval) {
        super(resource, samplingInterval);
    }

    /** The form that Netty looks for first. */
    public LeakRecorder(Class<?> resource, int samplingInterval, long maxActive) {
        this(resource, samplingInterval);
    }

    /** Makes leaks of the past show and fails if there are any. */
    static void assertNone() {
        System.gc();
        for (int i = 0; i < 50; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(leaks).as("buffers that were never released").isEmpty();
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        leaks.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        leaks.add(resourceType);
    }
}
