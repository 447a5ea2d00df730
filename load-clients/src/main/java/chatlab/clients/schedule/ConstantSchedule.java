package chatlab.clients.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A constant rate over all participants together: the k-th firing is due at {@code (k + phase) / rate}, and participants
 * take turns in an order drawn by seed. Fire times are computed from k, not summed up, so that they don't drift.
 */
public final class ConstantSchedule implements Schedule {
    private final double nsPerFiring;
    private final double phase;
    private final long firings;
    private final int turns;
    private final int[] positions;
    private final int[] participants;

    private int at;
    private long round;
    private long nextNs;

    private ConstantSchedule(
            double ratePerSecond, double phase, long firings, int turns, int[] positions, int[] participants) {
        nsPerFiring = 1e9 / ratePerSecond;
        this.phase = phase;
        this.firings = firings;
        this.turns = turns;
        this.positions = positions;
        this.participants = participants;
        nextNs = next();
    }

    /**
     * Everybody in turn, again and again until {@code endNs}.
     *
     * @param ratePerSecond firings per second of all loops together; 0 for none
     * @param participants how many there are, numbered from 0
     * @param loops how many parts to make
     * @param loopOf which part a participant belongs to
     * @param endNs every fire time is before it
     * @param seed draws the order and the phase
     * @return a schedule for each loop
     */
    public static List<Schedule> repeating(
            double ratePerSecond, int participants, int loops, IntUnaryOperator loopOf, long endNs, long seed) {
        double phase = new SplittableRandom(seed).nextDouble();
        long firings = participants == 0 || ratePerSecond == 0
                ? 0
                : Math.max(0, (long) Math.ceil(endNs / 1e9 * ratePerSecond - phase));
        return spread(ratePerSecond, phase, firings, participants, loops, loopOf, seed);
    }

    /** Everybody once, from time 0 on; the arguments are those of {@link #repeating}. */
    public static List<Schedule> once(
            double ratePerSecond, int participants, int loops, IntUnaryOperator loopOf, long seed) {
        return spread(ratePerSecond, 0, participants, participants, loops, loopOf, seed);
    }

    private static List<Schedule> spread(
            double ratePerSecond,
            double phase,
            long firings,
            int participants,
            int loops,
            IntUnaryOperator loopOf,
            long seed) {
        int[] order = shuffled(participants, seed);
        List<Schedule> parts = new ArrayList<>();
        for (int loop = 0; loop < loops; loop++) {
            int mine = loop;
            int[] positions = IntStream.range(0, participants)
                    .filter(position -> loopOf.applyAsInt(order[position]) == mine)
                    .toArray();
            int[] clients =
                    IntStream.of(positions).map(position -> order[position]).toArray();
            parts.add(new ConstantSchedule(ratePerSecond, phase, firings, participants, positions, clients));
        }
        return parts;
    }

    @Override
    public long nextNs() {
        return nextNs;
    }

    @Override
    public int take() {
        int participant = participants[at];
        if (++at == positions.length) {
            at = 0;
            round++;
        }
        nextNs = next();
        return participant;
    }

    private long next() {
        if (positions.length == 0) {
            return OVER;
        }
        long k = round * turns + positions[at];
        return k >= firings ? OVER : (long) ((k + phase) * nsPerFiring);
    }

    /** Fisher and Yates. */
    private static int[] shuffled(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
