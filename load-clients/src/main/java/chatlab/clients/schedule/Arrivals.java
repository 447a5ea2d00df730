package chatlab.clients.schedule;

import chatlab.process.Durations;
import chatlab.process.Shares;
import java.time.Duration;
import java.util.List;

/**
 * How messages are spaced in time, all talkers together; the rate is the one asked for, in messages per second. An open
 * model: whatever the server does, times stay what they are.
 */
public sealed interface Arrivals {
    /** What {@link #parse} reads, to follow "it has to be". */
    String EXPECTED = "constant, poisson, ramp:SHARE (0% to 100%: of RATE at the start), steps:COUNT (2 to 1000)"
            + " or burst:PERIOD (1ms to 1h)";

    /** A loop's part each of all that is due. */
    List<Schedule> schedules(double rate, Span span, Participants who, long seed);

    /** How many are due in the window, on average over seeds. */
    double expectedInWindow(double rate, Span span);

    /** How many have to be expected in the window so that there is one in it, as good as surely. */
    default double leastInWindow() {
        return 1;
    }

    /** How many at most are due at the same time. */
    default double mostAtOnce(double rate) {
        return 1;
    }

    /** Those whose times follow from a pace; participants take turns. */
    sealed interface Paced extends Arrivals {
        /** When how many are due. */
        Pace pace(double rate, Span span);

        @Override
        default List<Schedule> schedules(double rate, Span span, Participants who, long seed) {
            return rate == 0
                    ? TurnSchedule.never(who)
                    : TurnSchedule.repeating(pace(rate, span), span.endNs(), who, seed);
        }

        @Override
        default double expectedInWindow(double rate, Span span) {
            if (rate == 0) {
                return 0;
            }
            Pace pace = pace(rate, span);
            return pace.dueBefore(span.endNs()) - pace.dueBefore(span.windowNs());
        }
    }

    /** Evenly. */
    record Constant() implements Paced {
        @Override
        public Pace pace(double rate, Span span) {
            return Curve.constant(rate);
        }
    }

    /**
     * From a share of the rate at the window's start evenly up to the rate at its end; before the window at that share.
     *
     * @param share from 0 to 1
     */
    record Ramp(double share) implements Paced {
        @Override
        public Pace pace(double rate, Span span) {
            double from = share * rate;
            return Curve.beginning((double) span.windowNs(), from, from)
                    .then((double) (span.endNs() - span.windowNs()), from, rate);
        }
    }

    /**
     * As many equal steps, equally long, over the window; the last one is at the rate. Before the window as in the first.
     *
     * @param count from 1
     */
    record Steps(int count) implements Paced {
        @Override
        public Pace pace(double rate, Span span) {
            double step = rate / count;
            double lengthNs = (double) (span.endNs() - span.windowNs()) / count;
            Curve curve = Curve.beginning((double) span.windowNs(), step, step);
            for (int i = 1; i <= count; i++) {
                curve = curve.then(lengthNs, i * step, i * step);
            }
            return curve;
        }
    }

    /**
     * All of a period's messages at its beginning, all at once.
     *
     * @param period more than nothing
     */
    record Burst(Duration period) implements Paced {
        @Override
        public Pace pace(double rate, Span span) {
            return new Bursts((double) period.toNanos(), mostAtOnce(rate));
        }

        @Override
        public double mostAtOnce(double rate) {
            return rate * period.toNanos() / 1e9;
        }
    }

    /** At random, as from a great many people who know nothing of each other: a Poisson process of the rate. */
    record Poisson() implements Arrivals {
        @Override
        public List<Schedule> schedules(double rate, Span span, Participants who, long seed) {
            return PoissonSchedule.parts(rate, span, who, seed);
        }

        @Override
        public double expectedInWindow(double rate, Span span) {
            return rate * (span.endNs() - span.windowNs()) / 1e9;
        }

        /** Of windows in which ten are expected one in 22,000, exp(-10), has none. */
        @Override
        public double leastInWindow() {
            return 10;
        }
    }

    /**
     * Reads one as it is written in a setting.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Arrivals parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "constant" -> plain(new Constant(), colon);
            case "poisson" -> plain(new Poisson(), colon);
            case "ramp" -> new Ramp(Shares.parse(value));
            case "steps" -> new Steps((int) between(Integer.parseInt(value), 2, 1000));
            case "burst" ->
                new Burst(Duration.ofNanos(between(Durations.parse(value).toNanos(), 1_000_000, 3_600_000_000_000L)));
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }

    private static Arrivals plain(Arrivals arrivals, int colon) {
        if (colon >= 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return arrivals;
    }

    private static long between(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return value;
    }
}
