package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The exact account of a run: which client received what of all that was sent. {@code docs/ledger.md} defines every term.
 * Each account is confined to its client's event loop while the loops run.
 */
public final class Ledger {
    /** How many (receiver, sender) pairs are classified; 12 bytes each. */
    public static final long DEFAULT_BUDGET = 4_000_000;

    private final Cast cast;
    private final List<SentAccount> sent;
    private final List<ReceiverAccount> receivers = new ArrayList<>();
    private final List<LoopCounts> loops;
    private final int classified;

    /**
     * @param run the run whose stamps count
     * @param loops how many event loops there are; client c belongs to loop c mod loops
     * @param budget how many (receiver, sender) pairs to classify at most
     */
    public Ledger(Cast cast, int run, int loops, long budget) {
        this.cast = cast;
        this.loops = IntStream.range(0, loops)
                .mapToObj(i -> new LoopCounts(cast.talkers()))
                .toList();
        sent = IntStream.range(0, cast.talkers())
                .mapToObj(i -> new SentAccount())
                .toList();
        BitSet sample = Sample.draw(cast, budget);
        classified = sample.cardinality();
        for (int client = 0; client < cast.clients(); client++) {
            receivers.add(new ReceiverAccount(client, cast, run, sample.get(client), this.loops.get(client % loops)));
        }
    }

    /** The account of a client as a receiver. */
    public ReceiverAccount receiver(int client) {
        return receivers.get(client);
    }

    /** The account of a talker as a sender. */
    public SentAccount sender(int talker) {
        return sent.get(talker);
    }

    /** All talkers' accounts. */
    public List<SentAccount> senders() {
        return sent;
    }

    /** What went wrong so far, by event loop. */
    public List<LoopCounts> loops() {
        return loops;
    }

    /** How many messages of a room's talkers the sockets have taken so far. */
    public long sentIn(int room) {
        long sum = 0;
        for (int slot = 0; slot < cast.talkersIn(room); slot++) {
            sum += sent.get(cast.talkerAt(room, slot)).sent();
        }
        return sum;
    }

    /** Draws up the account as it is now, as often as anybody asks. Only while the event loops hold still, or after they have ended. */
    public LedgerReport close() {
        Closing closing = new Closing(cast, loops);
        for (int room = 0; room < cast.rooms(); room++) {
            List<ReceiverAccount> members = new ArrayList<>();
            for (int client = room; client < cast.clients(); client += cast.rooms()) {
                members.add(receivers.get(client));
            }
            closing.room(members, owed(room));
        }
        return closing.report(classified);
    }

    private int[] owed(int room) {
        return IntStream.range(0, cast.talkersIn(room))
                .map(slot -> cast.talkerAt(room, slot))
                .map(talker -> sent.get(talker).owed(highest(talker)))
                .toArray();
    }

    private int highest(int talker) {
        return loops.stream().mapToInt(loop -> loop.highest(talker)).max().orElse(-1);
    }
}
