package chatlab.lab.selftest;

import chatlab.lab.selftest.KnownServer.Conduct;
import chatlab.lab.selftest.KnownServer.Member;
import chatlab.protocol.StampScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Drops, duplicates and delays single deliveries at random and keeps account of it. A delayed one waits until a later message
 * of the same sender has overtaken it; if none comes, it is sent after a while, and nothing was wrong.
 */
final class RandomFaults implements Conduct {
    private static final long LONGEST_HELD_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Held(Member member, int sender, int sequence, byte[] line, long untilNs) {}

    private final double share;
    private final SplittableRandom random;
    /** By member and sender. */
    private final Map<Long, List<Held>> held = new HashMap<>();

    private final Set<String> sentences = new HashSet<>();
    private int sender;
    private int sequence;
    private long messages;
    private long dropped;
    private long duplicated;
    private long reordered;

    /** @param share of all deliveries, of each kind of fault */
    RandomFaults(double share, long seed) {
        this.share = share;
        random = new SplittableRandom(seed);
    }

    @Override
    public void message(byte[] line, long nowNs, List<Member> members) {
        StampScanner.scan(line, 0, line.length, (run, from, number, intendedNs) -> {
            sender = from;
            sequence = number;
        });
        messages++;
        for (Member member : members) {
            double drawn = random.nextDouble() / share;
            if (drawn >= 3) {
                deliver(member, line);
            } else if (drawn >= 2) {
                held.computeIfAbsent(place(member.number(), sender), key -> new ArrayList<>())
                        .add(new Held(member, sender, sequence, line, nowNs + LONGEST_HELD_NS));
            } else if (drawn >= 1) {
                deliver(member, line);
                member.send(line);
                duplicated++;
                note(sender, sequence, "received again", member);
            } else {
                dropped++;
                note(sender, sequence, "never received", member);
            }
        }
    }

    private void deliver(Member member, byte[] line) {
        member.send(line);
        if (!held.isEmpty()) {
            List<Held> overtaken = held.remove(place(member.number(), sender));
            if (overtaken != null) {
                for (Held late : overtaken) {
                    member.send(late.line);
                    reordered++;
                    note(late.sender, late.sequence, "received after a later one", member);
                }
            }
        }
    }

    private static long place(int member, int sender) {
        return (long) member << 32 | sender;
    }

    private void note(int from, int number, String how, Member member) {
        sentences.add("message " + number + " of " + name(from) + " was " + how + " by " + name(member.number()));
    }

    private static String name(int client) {
        return String.format(Locale.ROOT, "c%06d", client);
    }

    @Override
    public long turn(List<Member> members) {
        long nowNs = System.nanoTime();
        held.values().removeIf(waiting -> {
            boolean over = waiting.getFirst().untilNs - nowNs <= 0;
            if (over) {
                waiting.forEach(late -> late.member.send(late.line));
            }
            return over;
        });
        return held.isEmpty() ? KnownServer.WHENEVER : nowNs + LONGEST_HELD_NS;
    }

    /** How many messages came. */
    long messages() {
        return messages;
    }

    /** Deliveries that were never made. */
    long dropped() {
        return dropped;
    }

    /** Deliveries that were made twice. */
    long duplicated() {
        return duplicated;
    }

    /** Deliveries that a later one of the same sender overtook. */
    long reordered() {
        return reordered;
    }

    /** Whether the load clients' sentence names a fault that was made. */
    boolean isMade(String sentence) {
        return sentences.contains(sentence);
    }
}
