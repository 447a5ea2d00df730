package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
        Senders ofAllRooms = new Senders.OfAllRooms(cast);
        List<Senders> byRoom = IntStream.range(0, cast.rooms().count())
                .<Senders>mapToObj(room -> new Senders.OfRoom(cast, room))
                .toList();
        for (int client = 0; client < cast.clients(); client++) {
            int room = cast.rooms().of(client);
            boolean hops = cast.isHopper(client);
            ReceiverAccount account = new ReceiverAccount(
                    client,
                    hops ? ofAllRooms : byRoom.get(room),
                    cast.hearThemselves(),
                    run,
                    sample.get(client),
                    this.loops.get(client % loops));
            if (hops || cast.isChurner(client)) {
                account.comesAndGoes(room);
            }
            receivers.add(account);
        }
    }

    /** How many (receiver, sender) pairs have to be classified, whatever the budget: those of hoppers and churners. */
    public static long leastPairs(Cast cast) {
        return Sample.pairsOfThoseWhoMove(cast);
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
            sum += sent.get(cast.rooms().member(room, slot)).sent();
        }
        return sum;
    }

    /** How many messages a talker has handed over so far. */
    public int handedOver(int talker) {
        return sent.get(talker).handedOver();
    }

    /**
     * Whether a client has got everything that it is owed so far. On the client's event loop.
     *
     * @param sentByRoom what {@link #sentIn} said
     * @param unheard how many of these it has sent itself and will not receive
     */
    public boolean isSettled(int client, long[] sentByRoom, int unheard) {
        long expected = cast.isHopper(client)
                ? LongStream.of(sentByRoom).sum()
                : sentByRoom[cast.rooms().of(client)] - unheard;
        return receivers
                .get(client)
                .isSettled(
                        expected,
                        talker -> talker == client && unheard > 0
                                ? 0
                                : sent.get(talker).sent());
    }

    /** Draws up the account as it is now, as often as anybody asks. Only while the event loops hold still, or after they have ended. */
    public LedgerReport close() {
        Closing closing = new Closing(cast, loops);
        SharedRooms.Builder shared = new SharedRooms.Builder();
        int[] owed = IntStream.range(0, cast.talkers())
                .map(talker -> sent.get(talker).owed(highest(talker)))
                .toArray();
        for (int room = 0; room < cast.rooms().count(); room++) {
            List<ReceiverAccount> members = membersWhoStay(room);
            Owed owedThere = new Owed(new Senders.OfRoom(cast, room), owed);
            closing.receivers(members, owedThere);
            shared.room(cast.roomName(room), members, owedThere);
        }
        closing.receivers(
                receivers.subList(cast.firstHopper(), cast.firstChurner()),
                new Owed(new Senders.OfAllRooms(cast), owed));
        return closing.report(classified, shared.build());
    }

    private List<ReceiverAccount> membersWhoStay(int room) {
        return IntStream.range(0, cast.rooms().members(room))
                .map(place -> cast.rooms().member(room, place))
                .filter(client -> !cast.isHopper(client))
                .mapToObj(receivers::get)
                .toList();
    }

    private int highest(int talker) {
        return loops.stream().mapToInt(loop -> loop.highest(talker)).max().orElse(-1);
    }
}
