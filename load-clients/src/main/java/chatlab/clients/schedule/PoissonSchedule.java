package chatlab.clients.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A Poisson process: exponential gaps, each firing by a participant drawn at random, so that every single participant is a
 * Poisson process as well and independent of the others. Every loop draws the firings of all and leaves out those of
 * others: what is fired does not depend on how many loops there are.
 */
final class PoissonSchedule implements Schedule {
    private final double meanGapNs;
    private final Participants who;
    private final int loop;
    private final long endNs;
    private final SplittableRandom random;

    private double dueNs;
    private int participant;

    private PoissonSchedule(double ratePerSecond, long endNs, Participants who, int loop, long seed) {
        meanGapNs = 1e9 / ratePerSecond;
        this.who = who;
        this.loop = loop;
        this.endNs = endNs;
        random = new SplittableRandom(seed);
        draw();
    }

    /** A part for each loop. */
    static List<Schedule> parts(double ratePerSecond, Span span, Participants who, long seed) {
        if (ratePerSecond == 0 || who.count() == 0) {
            return TurnSchedule.never(who);
        }
        // A loop without participants would draw the firings of the others to their end.
        List<Schedule> parts = new ArrayList<>(TurnSchedule.never(who));
        IntStream.range(0, who.count())
                .map(who.loopOf())
                .distinct()
                .forEach(loop -> parts.set(loop, new PoissonSchedule(ratePerSecond, span.endNs(), who, loop, seed)));
        return parts;
    }

    @Override
    public long nextNs() {
        return dueNs < endNs ? (long) dueNs : OVER;
    }

    @Override
    public int take() {
        int taken = participant;
        draw();
        return taken;
    }

    private void draw() {
        do {
            dueNs -= meanGapNs * Math.log1p(-random.nextDouble());
            participant = random.nextInt(who.count());
        } while (dueNs < endNs && who.loopOf().applyAsInt(participant) != loop);
    }
}
