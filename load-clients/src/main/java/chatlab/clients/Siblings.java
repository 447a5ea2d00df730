package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.ledger.Ledger;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of one run have to know of each other: how many messages the talkers of each have sent, which is what the receivers of all
 * are owed. Whoever opened the barrier carries it from one to the other once the schedules are over. May be used by any thread.
 *
 * <p>It is told in lines, one for each talker: its number, how many of its messages were due in the window, how many its socket took, how many
 * of these the server said it had accepted (−1 if it has not said that), and whether the server had ended its connection (1 or 0).
 */
final class Siblings {
    private static final int WORDS = 5;

    private final Cast cast;
    private final Ledger ledger;
    /** Talkers that other processes play and of which nothing has been told yet. */
    private final BitSet unknown = new BitSet();

    private @Nullable String own;
    private boolean closed;

    Siblings(Cast cast, Ledger ledger) {
        this.cast = cast;
        this.ledger = ledger;
        unknown.set(0, cast.talkers());
        cast.shard().among(cast.talkers()).forEach(unknown::clear);
    }

    /** This process's talkers have sent their last message. */
    synchronized void publish() {
        if (own == null) {
            StringBuilder lines = new StringBuilder();
            cast.shard().among(cast.talkers()).forEach(talker -> {
                Ledger.Told told = ledger.tell(talker);
                lines.append(talker)
                        .append(' ')
                        .append(told.scheduledInWindow())
                        .append(' ')
                        .append(told.sent())
                        .append(' ')
                        .append(told.accepted())
                        .append(' ')
                        .append(told.ended() ? 1 : 0)
                        .append('\n');
            });
            own = lines.toString();
        }
    }

    /** What there is to tell; null until it is {@link #publish published}. */
    synchronized @Nullable String own() {
        return own;
    }

    /**
     * Takes what another process tells, or a part of it.
     *
     * @return whether it was taken: not when the account is being drawn up
     * @throws IllegalArgumentException if that is not what can be told; lines before the wrong one have been taken
     */
    synchronized boolean take(String lines) {
        if (closed) {
            return false;
        }
        lines.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            try {
                int talker = Integer.parseInt(words[0]);
                if (words.length != WORDS
                        || !cast.isTalker(talker)
                        || cast.shard().plays(talker)
                        || !words[4].matches("[01]")) {
                    throw new IllegalArgumentException(line);
                }
                ledger.told(
                        talker,
                        new Ledger.Told(count(words[1]), count(words[2]), accepted(words[3]), words[4].equals("1")));
                unknown.clear(talker);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + line
                                + "' is not what another process of this run can tell: the number of one of its talkers, "
                                + "messages due in the window, sent and accepted (or -1), and 1 if its connection was ended, else 0.",
                        e);
            }
        });
        return true;
    }

    /** What is told from now on is told too late. */
    synchronized void close() {
        closed = true;
    }

    private static long accepted(String text) {
        long accepted = Long.parseLong(text);
        if (accepted < -1) {
            throw new IllegalArgumentException(text);
        }
        return accepted;
    }

    private static int count(String text) {
        int count = Integer.parseInt(text);
        if (count < 0) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }

    /** Whether all of them have told. */
    synchronized boolean haveTold() {
        return unknown.isEmpty();
    }

    /** How many talkers nothing is known of. */
    synchronized int unknown() {
        return unknown.cardinality();
    }
}
