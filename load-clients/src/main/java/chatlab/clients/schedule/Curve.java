package chatlab.clients.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * A rate that is constant or moves evenly from one value to another, stretch by stretch. Fire times are computed from their
 * number, not summed up, so that they don't drift.
 */
final class Curve implements Pace {
    private static final double NS_PER_SECOND = 1e9;

    /** From its start on, which is so many nanoseconds and firings after the curve's; rates in firings per second. */
    private record Stretch(double startNs, double startFirings, double lengthNs, double fromRate, double toRate) {
        double endNs() {
            return startNs + lengthNs;
        }

        double endFirings() {
            return dueBefore(endNs());
        }

        double dueBefore(double ns) {
            double seconds = (ns - startNs) / NS_PER_SECOND;
            double change = fromRate == toRate ? 0 : (toRate - fromRate) / lengthNs * NS_PER_SECOND;
            return startFirings + (fromRate + change * seconds / 2) * seconds;
        }

        /** Where the rate moves, the root of a quadratic equation, in the form that stands a rate of 0 at either end. */
        double dueNs(double firings) {
            double more = firings - startFirings;
            if (fromRate == toRate) {
                return startNs + more * (NS_PER_SECOND / fromRate);
            }
            if (more <= 0) {
                return startNs;
            }
            double change = (toRate - fromRate) / lengthNs * NS_PER_SECOND;
            double root = Math.sqrt(Math.max(0, fromRate * fromRate + 2 * change * more));
            return Math.min(endNs(), startNs + 2 * more / (fromRate + root) * NS_PER_SECOND);
        }
    }

    private final List<Stretch> stretches;

    private Curve(List<Stretch> stretches) {
        this.stretches = stretches;
    }

    /** The same rate for ever, in firings per second. */
    static Curve constant(double rate) {
        return new Curve(List.of(new Stretch(0, 0, Double.POSITIVE_INFINITY, rate, rate)));
    }

    /** A curve that begins with this stretch; the last stretch of all goes on for ever if its rate is constant. */
    static Curve beginning(double lengthNs, double fromRate, double toRate) {
        return new Curve(List.of(new Stretch(0, 0, lengthNs, fromRate, toRate)));
    }

    /** This curve and then that stretch. */
    Curve then(double lengthNs, double fromRate, double toRate) {
        Stretch last = stretches.getLast();
        List<Stretch> more = new ArrayList<>(stretches);
        more.add(new Stretch(last.endNs(), last.endFirings(), lengthNs, fromRate, toRate));
        return new Curve(List.copyOf(more));
    }

    @Override
    public double dueBefore(long ns) {
        Stretch there = stretches.getFirst();
        for (Stretch stretch : stretches) {
            if (stretch.startNs <= ns) {
                there = stretch;
            }
        }
        return there.dueBefore((double) ns);
    }

    /** The last stretch that begins with so many: those in which nothing is due are passed over. */
    @Override
    public double dueNs(double firings) {
        int low = 0;
        int high = stretches.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (stretches.get(middle).startFirings <= firings) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return stretches.get(low).dueNs(firings);
    }
}
