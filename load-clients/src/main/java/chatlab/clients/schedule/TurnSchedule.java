package chatlab.clients.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Participants take turns, in an order drawn by seed, at the times of a pace: the k-th firing is due when {@code k + phase}
 * firings are.
 */
public final class TurnSchedule implements Schedule {
    private final Pace pace;
    private final double phase;
    private final long firings;
    private final long endNs;
    private final int turns;
    private final int[] positions;
    private final int[] participants;

    private int at;
    private long round;
    private long nextNs;

    private TurnSchedule(
            Pace pace, double phase, long firings, long endNs, int turns, int[] positions, int[] participants) {
        this.pace = pace;
        this.phase = phase;
        this.firings = firings;
        this.endNs = endNs;
        this.turns = turns;
        this.positions = positions;
        this.participants = participants;
        nextNs = next();
    }

    /**
     * Everybody in turn, again and again.
     *
     * @param endNs every fire time is before it
     * @param seed draws the order and the phase
     * @return a schedule for each loop
     */
    static List<Schedule> repeating(Pace pace, long endNs, Participants who, long seed) {
        double phase = new SplittableRandom(seed).nextDouble();
        long firings = who.count() == 0 ? 0 : Math.max(0, (long) Math.ceil(pace.dueBefore(endNs) - phase));
        return parts(pace, phase, firings, endNs, who, seed);
    }

    /**
     * Everybody once, at an even rate from time 0 on.
     *
     * @param seed draws the order
     * @return a schedule for each loop
     */
    public static List<Schedule> once(double ratePerSecond, Participants who, long seed) {
        return parts(Curve.constant(ratePerSecond), 0, who.count(), OVER, who, seed);
    }

    /** Nobody, on every loop. */
    static List<Schedule> never(Participants who) {
        return parts(Curve.constant(1), 0, 0, OVER, who, 0);
    }

    private static List<Schedule> parts(
            Pace pace, double phase, long firings, long endNs, Participants who, long seed) {
        int[] order = shuffled(who.count(), seed);
        List<Schedule> parts = new ArrayList<>();
        for (int loop = 0; loop < who.loops(); loop++) {
            int mine = loop;
            int[] positions = IntStream.range(0, order.length)
                    .filter(position -> who.loopOf().applyAsInt(order[position]) == mine)
                    .toArray();
            int[] clients =
                    IntStream.of(positions).map(position -> order[position]).toArray();
            parts.add(new TurnSchedule(pace, phase, firings, endNs, order.length, positions, clients));
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
        return k >= firings ? OVER : Math.min((long) pace.dueNs(k + phase), endNs - 1);
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
