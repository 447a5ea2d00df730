package chatlab.server.cluster;

import chatlab.server.chat.Cluster;
import chatlab.server.chat.Message;
import chatlab.server.cluster.Envelope.Kind;
import chatlab.server.cluster.RedisSession.Outcome;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One room's way through a channel of Redis. What is said here in one iteration of the room's owner loop goes together, numbered
 * in the room's order; what comes from others is held against their numbers ({@link Standings}). Confined to the owner loop where nothing
 * else is said.
 */
final class RedisLink implements Cluster.Link {
    private static final long ASK_PACE_NS = TimeUnit.SECONDS.toNanos(1);

    /** For so long who comes back waits for the others that were there before: what it sends sooner they don't get. */
    private static final long HOLD_NS = TimeUnit.MILLISECONDS.toNanos(1500);

    /** For so long those who enter first wait until the channel is heard. */
    private static final long AWAIT_NS = TimeUnit.SECONDS.toNanos(1);

    /** Any thread: the next one of this name takes it over. */
    private volatile Cluster.Counterpart room;

    private final RedisCluster cluster;
    private final byte[] channel;
    private final RollCall names;

    /** What Redis has not confirmed yet; written by the owner loop, and taken from by whoever hears of it. */
    private final Queue<Letter> unconfirmed = new ConcurrentLinkedQueue<>();

    /** Any thread: whether the room was deserted, and numbers begin anew if nothing of before is to be sent any more. */
    private volatile boolean isDeserted = true;

    /** Of the room here, as others know it. */
    private long life;

    private final Standings standings = new Standings();
    private final Batch batch = new Batch();

    /** Where something was not taken, answers may not be either: others are not asked again at once. */
    private final Paced asking = new Paced(() -> room.owner(), ASK_PACE_NS, this::ask);

    private boolean awaitsEnd;

    /** The number of the next message. */
    private long next;

    private @Nullable RedisSession session;
    private boolean isDegraded;

    /** Any thread: whether it is known, since the room has members, that others can't be heard for now. */
    private volatile boolean isDeaf;

    /** Whether nothing is sent for now, as others of before may not listen yet. */
    private boolean isHolding;

    /** Who was heard since there is a connection. */
    private Set<Long> heard = new HashSet<>();

    /** Who was heard before, and not since. */
    private Set<Long> awaited = new HashSet<>();

    private boolean isTelling;
    private boolean wantsToTell;

    /** Any thread: whether something was not sent, of which nothing else may tell the others. */
    private volatile boolean hasDropped;

    /** Any thread: whether what comes before the next subscription is none of the members' business. */
    private volatile boolean isNew = true;

    /** Who waits for that. */
    private final Waiters entering = new Waiters();

    /** Any thread, one at a time: how often the room has got members. */
    private volatile int openings;

    /** Any thread: whether there are no members. */
    private volatile boolean isClosed = true;

    /** Any thread: whether something was not taken, and nobody has asked yet how much. */
    private volatile boolean hasSkipped;

    RedisLink(Cluster.Counterpart room, RedisCluster cluster) {
        this.room = room;
        this.cluster = cluster;
        channel = Channels.bytes(Channels.ofRoom(room.name()));
        names = new RollCall(() -> this.room, cluster, channel, this::leaveUnlessOpened);
    }

    /** One Redis message, with so many of members'. */
    private static final class Letter {
        final byte[] bytes;

        /** The number of its first message. */
        final long first;

        final int messages;

        Letter(byte[] bytes, long first, int messages) {
            this.bytes = bytes;
            this.first = first;
            this.messages = messages;
        }
    }

    String name() {
        return room.name();
    }

    /** The room has come into being anew, before all that was said in it had been sent. Any thread. */
    void goOnFor(Cluster.Counterpart anew) {
        room = anew;
        anew.owner().execute(() -> isDegraded = false); // its members have not heard of that
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // never two at a time
    public void open() {
        isNew = true;
        isDeaf = false;
        isClosed = false;
        isDeserted = true;
        openings++;
        cluster.opened(this);
        int opening = openings;
        room.owner().execute(() -> room.owner().after(AWAIT_NS, () -> awaitNoLonger(opening)));
    }

    private void awaitNoLonger(int opening) {
        if (openings == opening && !isClosed && isAboutToListen()) {
            degrade();
        }
    }

    /**
     * Others may have come since who know nothing of what was said before; from a life that they have not heard of they miss
     * all from its beginning on. To be called before anything is numbered.
     */
    private void begin() {
        if (isDeserted) {
            isDeserted = false;
            if (batch.count() == 0 && isSettled()) {
                life = cluster.nextLife();
                next = 0;
                names.begin(life);
            }
        }
    }

    @Override
    public boolean awaitsOthers(Runnable then) {
        return entering.await(this::isAboutToListen, then);
    }

    private boolean isAboutToListen() {
        return isNew && !isDeaf;
    }

    private void degrade() {
        isDeaf = true;
        if (!isDegraded) {
            isDegraded = true;
            room.connected(false);
        }
        entering.letAllGo();
    }

    @Override
    public void close() {
        isClosed = true;
        cluster.closed(this);
        entering.letAllGo(); // they have left again, and nothing would come any more
        room.owner().execute(this::leaveUnlessOpened);
    }

    private void leaveUnlessOpened() {
        if (!isClosed) {
            return;
        }
        flush();
        names.tellChanges();
        names.close();
        if (isSettled()) {
            cluster.left(this);
        }
    }

    /** Whether all that others have to know has got to Redis. */
    private boolean isSettled() {
        return unconfirmed.isEmpty() && !hasDropped && !isTelling && !wantsToTell && names.isSettled();
    }

    /** Nobody will send what waits here. Any thread. */
    void giveUp() {
        room.owner().execute(() -> {
            flush();
            unconfirmed.forEach(this::drop);
        });
    }

    /** Whether there is a connection, and which, has changed. Any thread. */
    void sessionChanged() {
        room.owner().execute(this::adoptSession);
    }

    @SuppressWarnings("ReferenceEquality") // this connection, not one like it
    private void adoptSession() {
        @Nullable RedisSession now = cluster.session();
        if (now == session && now != null) {
            return;
        }
        if (session != null) {
            lose(); // also where the next one was there before this loop came to it
        }
        session = now;
        if (now == null) {
            if (!isClosed) {
                degrade();
            }
            return;
        }
        isHolding = !awaited.isEmpty();
        names.adopt(now, isHolding);
        if (isHolding) {
            room.owner().after(HOLD_NS, () -> {
                if (session == now && isHolding) {
                    awaited.clear();
                    sendAll(now);
                }
            });
        } else {
            sendAll(now);
        }
    }

    private void lose() {
        awaited.addAll(heard);
        heard = new HashSet<>();
        hasDropped |= isTelling || wantsToTell;
        isTelling = false;
        wantsToTell = false;
        names.adopt(null, false);
    }

    private void sendAll(RedisSession to) {
        isHolding = false;
        names.adopt(to, false);
        unconfirmed.forEach(letter -> send(to, letter));
        if (hasDropped) {
            hasDropped = false;
            tell();
        }
    }

    /** From here on the room's channel is heard. Called between what came before and what comes after. */
    void subscribed() {
        boolean isFirst = isNew;
        int opening = openings;
        isNew = false;
        entering.letAllGo();
        room.owner().execute(() -> {
            adoptSession(); // Redis may be quicker than who tells of the connection
            if (isClosed || openings != opening) {
                return; // the room was left meanwhile; if it has members again, that subscription is still to come
            }
            begin();
            if (isFirst) {
                standings.begin();
            }
            if (isDegraded && session != null) {
                isDegraded = false;
                room.connected(true);
            }
            ask();
            names.listening(isFirst);
        });
    }

    /** Its channel is not heard any more, as the room was left; it has members again meanwhile. */
    void unsubscribed() {
        isNew = true;
    }

    /** Whether what comes now is of a subscription of before. Asked by who listens to Redis. */
    boolean isNew() {
        return isNew;
    }

    @Override
    public void publish(Message message) {
        begin();
        if (names.hasChanges()) {
            names.tellChanges();
        }
        if (!batch.hasPlaceFor(message)) {
            flush();
        }
        batch.add(message);
        next++;
        flushAtEnd();
    }

    @Override
    public void entered(String clientId) {
        begin();
        flush(); // who leaves has said something before, and who enters will
        names.entered(clientId);
        flushAtEnd();
    }

    @Override
    public void left(String clientId) {
        flush();
        names.left(clientId);
        flushAtEnd();
    }

    @Override
    public Set<String> elsewhere() {
        return names.elsewhere();
    }

    @Override
    public int unnamedElsewhere() {
        return names.unnamedElsewhere();
    }

    private void flushAtEnd() {
        if (!awaitsEnd) {
            awaitsEnd = true;
            room.owner().beforeWriting(() -> {
                awaitsEnd = false;
                try {
                    flush();
                } finally {
                    names.tellChanges();
                }
            });
        }
    }

    private void flush() {
        int messages = batch.count();
        if (messages == 0) {
            return;
        }
        Letter letter = new Letter(batch.take(cluster.self(), life, next - messages), next - messages, messages);
        if (!cluster.outflow().takes(letter.bytes.length)) {
            dropped(messages);
            return;
        }
        unconfirmed.add(letter);
        @Nullable RedisSession now = session;
        if (now != null && !isHolding) {
            send(now, letter);
        }
    }

    /** Those who listen are to know of it, now or when there is a connection again. */
    private void dropped(int messages) {
        cluster.traffic().countDropped(messages);
        if (session == null || isHolding) {
            hasDropped = true;
        } else {
            tell();
        }
    }

    /** Tells the others how many messages there have been; one such letter at a time. */
    private void tell() {
        flush();
        @Nullable RedisSession now = session;
        if (now == null) {
            hasDropped = true;
        } else if (isTelling) {
            wantsToTell = true;
        } else {
            isTelling = true;
            byte[] letter = Envelope.empty(Kind.SAID, cluster.self(), life, nextToSend());
            now.publish(channel, letter, outcome -> {
                cluster.traffic().countPublished(0);
                room.owner().execute(() -> told(now, outcome));
            });
        }
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private void told(RedisSession by, Outcome outcome) {
        if (session == by) {
            isTelling = false;
            hasDropped |= outcome != Outcome.CONFIRMED;
            if (wantsToTell) {
                wantsToTell = false;
                tell();
            }
        }
        leaveUnlessOpened();
    }

    /** Asks the others for that, and tells them: those who listen already may have missed something of this one's. */
    private void ask() {
        hasSkipped = false;
        flush();
        @Nullable RedisSession now = session;
        if (now != null) {
            byte[] letter = Envelope.empty(Kind.ASK, cluster.self(), life, nextToSend());
            int opening = openings;
            now.ask(channel, letter, receivers -> {
                cluster.traffic().countPublished(0);
                receivers.ifPresent(all -> room.owner().execute(() -> asked(all, opening)));
            });
        }
    }

    /** So many have got what it has asked, unless the room was left meanwhile: itself among them, as it listens. */
    private void asked(long receivers, int opening) {
        if (openings == opening && !isClosed) {
            standings.asked(receivers - 1);
        }
    }

    /** The number of what others get next: of what is held back still, or nothing of that would be missed any more. */
    private long nextToSend() {
        @Nullable Letter held = isHolding ? unconfirmed.peek() : null;
        return held == null ? next : held.first;
    }

    private void send(RedisSession to, Letter letter) {
        to.publish(channel, letter.bytes, outcome -> {
            switch (outcome) {
                case CONFIRMED -> {
                    if (take(letter)) {
                        cluster.traffic().countPublished(letter.messages);
                    }
                }
                case REFUSED -> drop(letter);
                case UNKNOWN -> {} // it is sent again when there is a connection again
            }
            if (isClosed) {
                room.owner().execute(this::leaveUnlessOpened);
            }
        });
    }

    private void drop(Letter letter) {
        if (take(letter)) {
            room.owner().execute(() -> dropped(letter.messages));
        }
    }

    /** Whether it waited still: mostly as the first. */
    private boolean take(Letter letter) {
        boolean waited = unconfirmed.remove(letter);
        if (waited) {
            cluster.outflow().done(letter.bytes.length);
        }
        return waited;
    }

    /** Something came of which no place was left for. Called by who listens to Redis. */
    void skipped(Kind kind, long origin) {
        if (kind == Kind.ROLL || kind == Kind.ASK_ROLL) {
            room.owner().execute(() -> names.skipped(kind, origin));
        } else if (!hasSkipped) {
            hasSkipped = true;
            room.owner().execute(asking::want); // behind all that has come before
        }
    }

    /** Something came, which counts as under way already. Called by who listens to Redis. */
    void came(Envelope envelope, int bytes) {
        int before = openings;
        room.owner().execute(() -> {
            try {
                if (!isClosed && openings == before) {
                    receive(envelope);
                }
            } finally {
                cluster.inflow().done(bytes);
            }
        });
    }

    /** That server is gone. Any thread. */
    void forget(long origin) {
        room.owner().execute(() -> {
            names.forget(origin);
            boolean _ = heard.remove(origin);
            awaitNoMore(origin);
        });
    }

    private void receive(Envelope envelope) {
        switch (envelope.kind()) {
            case SAID, ASK -> receiveMessages(envelope);
            case ROLL, ASK_ROLL -> names.came(envelope);
            case ROOMS, WHISPER -> throw new IllegalStateException("is none of a room's");
        }
    }

    private void receiveMessages(Envelope envelope) {
        readMessages(envelope);
        isBack(envelope.origin());
        if (envelope.kind() == Kind.ASK) {
            tell();
        }
    }

    private void readMessages(Envelope envelope) {
        long expected = standings.expected(envelope);
        standings.reached(envelope, Math.max(expected, envelope.next()));
        if (envelope.first() > expected) {
            cluster.traffic().countMissed(envelope.first() - expected);
            room.missed(envelope.first() - expected);
        }
        envelope.forEachFrom(expected, (bytes, offset, length) -> {
            cluster.traffic().countReceived();
            room.heard(bytes, offset, length, cluster.inflow());
        });
    }

    private void isBack(long origin) {
        boolean _ = heard.add(origin);
        awaitNoMore(origin);
    }

    private void awaitNoMore(long origin) {
        if (awaited.remove(origin) && awaited.isEmpty() && isHolding) {
            @Nullable RedisSession now = session;
            if (now != null) {
                sendAll(now);
            }
        }
    }
}
