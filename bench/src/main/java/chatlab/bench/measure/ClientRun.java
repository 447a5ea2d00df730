package chatlab.bench.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one run of the client printed; the head of {@code fanclient.c} says what the figures are. Null: it never came. */
public record ClientRun(
        double rate,
        double sentPerS,
        double deliveriesPerS,
        double wireBytes,
        long expected,
        long received,
        long disordered,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        @Nullable Double p999Ms,
        @Nullable Double maxMs,
        @Nullable Double sendLagP99Ms,
        double serverCores,
        double clientCores,
        double serverCoreBusy,
        double serverCoreSteal,
        double clientCoreBusy,
        double clientCoreSteal,
        double rssMiB,
        double mostRssMiB,
        @Nullable Double mostSocketsMiB,
        long closed,
        long neverReadersClosed,
        long stalls,
        double windowFromS,
        double windowToS,
        long lateExpected,
        long lateReceived,
        long lateMissed,
        long lateUnaccounted)
        implements Run {
    @Override
    public List<String> disturbances() {
        return Doubts.ofTheMachine(this);
    }

    CoreUse cores() {
        return new CoreUse(serverCores, clientCores, serverCoreBusy, serverCoreSteal, clientCoreBusy, clientCoreSteal);
    }

    /** In milliseconds, infinite if more than one in a hundred never came. */
    public double p99() {
        return p99Ms == null ? Double.POSITIVE_INFINITY : p99Ms;
    }

    /** Which part of what should have come did. */
    public double complete() {
        return expected == 0 ? 1 : (double) received / expected;
    }

    /** CPU time of the server per delivery, in microseconds. */
    public double cpuPerDeliveryUs() {
        return deliveriesPerS > 0 ? serverCores * 1e6 / deliveriesPerS : Double.NaN;
    }

    /** What the kernel held for TCP at most, beyond what it held before; NaN if it does not say. */
    public double socketsMiB() {
        return mostSocketsMiB == null ? Double.NaN : mostSocketsMiB;
    }
}
