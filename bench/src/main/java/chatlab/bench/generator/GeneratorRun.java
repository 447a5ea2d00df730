package chatlab.bench.generator;

import chatlab.bench.measure.Doubts;
import chatlab.bench.measure.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a generator came to. What it says of its messages is its own account; CPU and memory are seen from outside.
 *
 * @param ratePerS what it was asked to send
 * @param sentPerS in the window
 * @param deliveriesPerS in the window, all clients together
 * @param sendLagP99Ms how late its messages left; null if none did
 * @param expected deliveries of what it sent in the window
 * @param received those that came
 * @param cores its CPU time in the window
 * @param rssMiB its resident memory at the window's end
 * @param mostRssMiB the same at most, from start to end
 * @param coreBusy of its core, by anybody
 * @param coreSteal taken from its core by the machine's own host
 * @param invalid why it says itself that it is not to be believed, one word each
 * @param disturbances what disturbed it
 */
public record GeneratorRun(
        double ratePerS,
        double sentPerS,
        double deliveriesPerS,
        @Nullable Double sendLagP99Ms,
        long expected,
        long received,
        double cores,
        double rssMiB,
        double mostRssMiB,
        double coreBusy,
        double coreSteal,
        List<String> invalid,
        List<String> disturbances)
        implements Run {
    private static final double LEAST_SENT = 0.98;

    public GeneratorRun {
        invalid = List.copyOf(invalid);
        disturbances = List.copyOf(disturbances);
    }

    static GeneratorRun of(Load load, Account account, Observation.Usage usage) {
        return new GeneratorRun(
                load.ratePerS(),
                account.sentPerS(),
                account.deliveriesPerS(),
                account.sendLagP99Ms(),
                account.expected(),
                account.received(),
                usage.cores(),
                usage.rssMiB(),
                usage.mostRssMiB(),
                usage.coreBusy(),
                usage.coreSteal(),
                account.invalid(),
                // Memory while nothing happens does not depend on who else has the core.
                load.ratePerS() == 0
                        ? List.of()
                        : Doubts.ofTheCore(
                                usage.coreSteal(),
                                load.hardship().neighbours() > 0 ? 0 : usage.coreBusy() - usage.cores(),
                                "generator"));
    }

    /** What it did badly; each is a part of a sentence. */
    List<String> failures(Load load) {
        List<String> all = new ArrayList<>();
        if (sentPerS < LEAST_SENT * ratePerS) {
            all.add(String.format(Locale.ROOT, "it sent only %,.0f of %,.0f messages a second", sentPerS, ratePerS));
        }
        if (isClientBound() && !load.exhausting()) {
            all.add("it says itself that it was the bottleneck");
        }
        return all;
    }

    /** CPU time per delivery, in nanoseconds. */
    public double cpuPerDeliveryNs() {
        return deliveriesPerS > 0 ? cores * 1e9 / deliveriesPerS : Double.NaN;
    }

    /** Which part of what should have come did; NaN if nothing should. */
    public double complete() {
        return expected == 0 ? Double.NaN : (double) received / expected;
    }

    /** NaN if nothing was sent. */
    public double sendLagMs() {
        return sendLagP99Ms == null ? Double.NaN : sendLagP99Ms;
    }

    /** Whether it says that its measurement is not to be believed because of itself. */
    public boolean isClientBound() {
        return invalid.contains("client-bound");
    }

    /** Whether it stands by its measurement. */
    public boolean isValid() {
        return invalid.isEmpty();
    }
}
