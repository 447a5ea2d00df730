package chatlab.server.cluster;

import chatlab.server.chat.Cluster.Counterpart;
import chatlab.server.chat.Loop;
import chatlab.server.cluster.Envelope.Kind;
import chatlab.server.cluster.RedisSession.Outcome;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What servers tell each other of who is in a room: each who enters and leaves there, and all names to whoever asks. Confined to
 * the room's owner loop.
 */
final class RollCall {
    /** All names may be many, and go to all servers: they are told, and asked for, no more often. */
    private static final long PACE_NS = TimeUnit.SECONDS.toNanos(1);

    /** A server that was asked, and has not told its names in that time, has nobody in the room any more. */
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<Counterpart> room;
    private final RedisCluster cluster;
    private final byte[] channel;
    private Roll roll;
    private final Rolls others;
    private final Paced telling;
    private final Paced asking;

    /** Run when it may be settled. */
    private final Runnable settled;

    private @Nullable RedisSession session;
    private boolean isHolding;

    /** Letters that Redis has not confirmed. */
    private int underWay;

    /** Whether something did not get there, so that all is to be told. */
    private boolean isUntold;

    private boolean isToAsk;

    RollCall(Supplier<Counterpart> room, RedisCluster cluster, byte[] channel, Runnable settled) {
        this.room = room;
        this.cluster = cluster;
        this.channel = channel;
        this.settled = settled;
        roll = new Roll(cluster.self(), 0);
        others = new Rolls(room, cluster.names());
        Supplier<Loop> loop = () -> room.get().owner();
        telling = new Paced(loop, PACE_NS, this::tellAll);
        asking = new Paced(loop, PACE_NS, this::ask);
    }

    /** The room has come into being anew, with nobody in it. */
    void begin(long life) {
        roll = new Roll(cluster.self(), life);
    }

    Set<String> elsewhere() {
        return others.names();
    }

    int unnamedElsewhere() {
        return others.unnamed();
    }

    /** Told when {@link #tellChanges} is called. */
    void entered(String clientId) {
        roll.entered(clientId);
    }

    void left(String clientId) {
        roll.left(clientId);
    }

    /** Whether {@link #tellChanges} would do something. */
    boolean hasChanges() {
        return roll.hasChanges();
    }

    void tellChanges() {
        for (byte[] letter : roll.takeChanges()) {
            tell(letter);
        }
    }

    private void tellAll() {
        if (session == null || isHolding) {
            isUntold = true;
            return;
        }
        tellChanges();
        isUntold = false;
        for (byte[] letter : roll.all(room.get().namesHere())) {
            tell(letter);
        }
    }

    /** What does not get there is made up for by all names, as soon as there is a connection, and place. */
    private void tell(byte[] letter) {
        @Nullable RedisSession now = session;
        if (now == null || isHolding || !cluster.outflow().takes(letter.length)) {
            isUntold = true;
            if (now != null && !isHolding) {
                telling.want();
            }
            return;
        }
        underWay++;
        now.publish(channel, letter, outcome -> {
            cluster.outflow().done(letter.length);
            cluster.traffic().countPublished(0);
            room.get().owner().execute(() -> told(outcome));
        });
    }

    private void told(Outcome outcome) {
        underWay--;
        if (outcome != Outcome.CONFIRMED) {
            isUntold = true;
            if (session != null && !isHolding) {
                telling.want();
            }
        }
        settled.run();
    }

    /**
     * There is another connection, or none.
     *
     * @param isToHold whether nothing is to be told for now
     */
    void adopt(@Nullable RedisSession now, boolean isToHold) {
        session = now;
        isHolding = isToHold;
        if (now != null && !isToHold && isUntold) {
            telling.want();
        }
    }

    /** Others can be heard from here on; who was there before is known no more if it is the first time. */
    void listening(boolean isFirst) {
        if (isFirst) {
            others.clear();
        }
        isToAsk = true;
        asking.want();
        if (isHolding) {
            isUntold = true;
        } else {
            telling.want(); // what they know may be out of date
        }
    }

    @SuppressWarnings("ReferenceEquality") // this connection, not one like it
    private void ask() {
        @Nullable RedisSession now = session;
        if (now == null || !(isToAsk || others.hasHoles())) {
            return;
        }
        isToAsk = false;
        int round = others.asked();
        now.publish(
                channel,
                Envelope.empty(Kind.ASK_ROLL, cluster.self(), 0, 0),
                outcome -> cluster.traffic().countPublished(0));
        room.get().owner().after(ANSWER_NS, () -> {
            if (session == now) { // or they could not answer; they are asked again
                others.answered(round);
            }
        });
    }

    /** Something of it has come. */
    void came(Envelope envelope) {
        if (envelope.kind() == Kind.ASK_ROLL) {
            telling.want();
            return;
        }
        cluster.neighbours().heard(envelope.origin());
        switch (others.take(envelope)) {
            case FINE -> {}
            case MALFORMED -> cluster.traffic().countMalformed();
            case HOLE -> asking.want();
        }
    }

    /** Something of it has come, and was not taken. */
    void skipped(Kind kind, long origin) {
        if (kind == Kind.ASK_ROLL) {
            telling.want();
        } else {
            others.skipped(origin);
            isToAsk = true;
            asking.want();
        }
    }

    /** That server is gone. */
    void forget(long origin) {
        others.forget(origin);
    }

    /** Nobody is here any more who wants to know. */
    void close() {
        others.clear();
    }

    /** Whether all that others have to know has got to Redis. */
    boolean isSettled() {
        return underWay == 0 && !isUntold && !roll.hasChanges();
    }
}
