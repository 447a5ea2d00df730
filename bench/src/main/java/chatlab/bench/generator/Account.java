package chatlab.bench.generator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a generator says of its run, each in its own form, brought into one.
 *
 * @param fromNs when the window began, by the kernel's monotonic clock
 * @param toNs when it ended
 */
record Account(
        long fromNs,
        long toNs,
        double sentPerS,
        double deliveriesPerS,
        @Nullable Double sendLagP99Ms,
        long expected,
        long received,
        List<String> invalid) {}
