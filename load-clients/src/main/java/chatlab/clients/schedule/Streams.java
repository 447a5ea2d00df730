package chatlab.clients.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What several groups of participants do side by side. */
public record Streams(List<Group> all) {
    /**
     * One group.
     *
     * @param arrivals how its turns are spaced
     * @param first its participants' first number
     * @param count how many they are
     * @param rate of its turns together, per second
     * @param perTurn how often a participant fires, at once, when it has its turn
     */
    public record Group(Arrivals arrivals, int first, int count, double rate, int perTurn) {
        /** How many turns there are in the window, on average over seeds. */
        public double turnsInWindow(Span span) {
            return arrivals.expectedInWindow(rate, span);
        }
    }

    public Streams {
        all = List.copyOf(all);
    }

    /**
     * Of participants numbered from 0, of whom all fire equally often: most of them one by one, the last ones in bursts.
     *
     * @param rate how often all together fire, per second
     * @param bursting how many of them do so in bursts
     * @param burst how often each of those fires at once
     */
    public static Streams of(Arrivals arrivals, double rate, int participants, int bursting, int burst) {
        List<Group> groups = new ArrayList<>();
        int steady = participants - bursting;
        if (steady > 0 || bursting == 0) {
            groups.add(new Group(arrivals, 0, steady, bursting == 0 ? rate : rate * steady / participants, 1));
        }
        if (bursting > 0) {
            groups.add(new Group(arrivals, steady, bursting, rate * bursting / participants / burst, burst));
        }
        return new Streams(groups);
    }

    /** These, and another one, if it is anybody's. */
    public Streams and(Group another) {
        return another.count() == 0
                ? this
                : new Streams(Stream.concat(all.stream(), Stream.of(another)).toList());
    }

    /**
     * A loop's part each of all that is due.
     *
     * @param loopOf on which of the loops a participant lives
     */
    public List<Schedule> schedules(Span span, int loops, IntUnaryOperator loopOf, long seed) {
        List<List<Schedule>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Group group = all.get(i);
            Participants who = new Participants(
                    group.count(), loops, participant -> loopOf.applyAsInt(group.first() + participant));
            // Another seed for each: groups of the same size would else have their turns at the same times.
            parts.add(group.arrivals().schedules(group.rate(), span, who, seed + i).stream()
                    .<Schedule>map(part -> group.first() == 0 && group.perTurn() == 1
                            ? part
                            : new Repeated(part, group.first(), group.perTurn()))
                    .toList());
        }
        return parts.size() == 1
                ? parts.getFirst()
                : IntStream.range(0, loops)
                        .<Schedule>mapToObj(loop -> new Several(
                                parts.stream().map(part -> part.get(loop)).toList()))
                        .toList();
    }
}
