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
    /** Of those that this process plays, in order. */
    private final List<ReceiverAccount> receivers = new ArrayList<>();

    private final List<LoopCounts> loops;
    private final int classified;

    /**
     * @param run the run whose stamps count
     * @param loops how many event loops there are
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
        Senders ofAllRooms = new Senders.OfAllRooms(cast);
        List<Senders> byRoom = IntStream.range(0, cast.rooms().count())
                .<Senders>mapToObj(room -> new Senders.OfRoom(cast, room))
                .toList();
        cast.shard().among(cast.clients()).forEach(client -> {
            int room = cast.rooms().of(client);
            boolean hops = cast.isHopper(client);
            ReceiverAccount account = new ReceiverAccount(
                    client,
                    hops ? ofAllRooms : byRoom.get(room),
                    cast.hearThemselves(),
                    run,
                    sample.get(client),
                    this.loops.get(cast.shard().loopOf(client, loops)));
            if (hops || cast.isChurner(client)) {
                account.comesAndGoes(room);
            }
            receivers.add(account);
        });
        classified = (int)
                receivers.stream().filter(account -> account.windows() != null).count();
    }

    /** How many (receiver, sender) pairs have to be classified, whatever the budget: those of hoppers and churners. */
    public static long leastPairs(Cast cast) {
        return Sample.pairsOfThoseWhoMove(cast);
    }

    /** The account of a client that this process plays as a receiver. */
    public ReceiverAccount receiver(int client) {
        return receivers.get(cast.shard().place(client));
    }

    /** The account of a talker as a sender; of one that another process plays, what that has told. */
    public SentAccount sender(int talker) {
        return sent.get(talker);
    }

    /**
     * What the other processes of a run have to know of a talker, once it has sent its last message.
     *
     * @param scheduledInWindow its messages that were due in the window
     * @param sent those that its socket took
     * @param accepted those that the server said it had accepted; −1 if it has not said that
     * @param ended whether the server had ended its connection
     */
    public record Told(int scheduledInWindow, int sent, long accepted, boolean ended) {}

    /** What the other processes have to know of a talker that this one plays. */
    public Told tell(int talker) {
        SentAccount account = sent.get(talker);
        return new Told(account.scheduledInWindow(), account.sent(), account.accepted(), account.hasEnded());
    }

    /** What the process that plays a talker has told of it. */
    public void told(int talker, Told what) {
        sent.get(talker).told(what.scheduledInWindow, what.sent, what.ended, what.accepted);
    }

    /** The accounts of the talkers that this process plays. */
    public List<SentAccount> senders() {
        return cast.shard().among(cast.talkers()).mapToObj(sent::get).toList();
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
        return receiver(client)
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
                receivers.stream()
                        .filter(account -> cast.isHopper(account.client()))
                        .toList(),
                new Owed(new Senders.OfAllRooms(cast), owed));
        return closing.report(classified, shared.build());
    }

    private List<ReceiverAccount> membersWhoStay(int room) {
        return IntStream.range(0, cast.rooms().members(room))
                .map(place -> cast.rooms().member(room, place))
                .filter(client -> cast.shard().plays(client) && !cast.isHopper(client))
                .mapToObj(this::receiver)
                .toList();
    }

    private int highest(int talker) {
        return loops.stream().mapToInt(loop -> loop.highest(talker)).max().orElse(-1);
    }
}
