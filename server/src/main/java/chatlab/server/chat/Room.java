package chatlab.server.chat;

import chatlab.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A room. Its owner loop decides the order of its messages: a message of a member elsewhere hops to the owner and from
 * there to every loop that has members, and as tasks from one thread to another keep their order, all members see the same
 * one. With one loop everything is a direct call.
 */
final class Room {
    private static final byte[] NOTHING = {};

    /** What an errand counts as while it is under way. */
    private static final int ERRAND_BYTES = 64;

    final String name;

    /** What it is for; may be empty. */
    final String description;

    /** Whether it is there without members, too. */
    final boolean isFixed;

    /** What messages from a home room say in addition, so that receivers in several rooms can tell; empty for global. */
    final byte[] splice;

    private final List<Loop> loops;
    private final Loop owner;
    private final List<Audience> audiences;
    private final Habitation habitation;
    private final Presence presence;
    private final Past past;
    private final FromElsewhere fromElsewhere;
    private final Cluster.Link link;

    /** How many members it has on all loops; written under the lock of the table of {@link Rooms}. */
    volatile int members;

    /**
     * @param broadcasters the broadcaster of each loop, by the loop's index
     * @param announceBelow with fewer members everyone is told who comes and goes
     * @param history how much of what is said may be kept
     * @param cluster the way to other servers
     */
    Room(
            String name,
            String description,
            boolean isFixed,
            List<Loop> loops,
            IntFunction<Broadcaster> broadcasters,
            int announceBelow,
            HistoryBudget history,
            Cluster cluster) {
        this.name = name;
        this.description = description;
        this.isFixed = isFixed;
        this.loops = loops;
        splice =
                name.equals(Names.GLOBAL) ? NOTHING : (",\"room\":\"" + name + '"').getBytes(StandardCharsets.US_ASCII);
        owner = loops.get(Math.floorMod(name.hashCode(), loops.size()));
        List<Audience> all = new ArrayList<>(loops.size());
        for (Loop loop : loops) {
            all.add(broadcasters.apply(loop.index()).audience(name));
        }
        audiences = List.copyOf(all);
        habitation = new Habitation(loops.size());
        presence = new Presence(this, announceBelow);
        past = new Past(this, history);
        fromElsewhere = new FromElsewhere(this);
        link = cluster.link(fromElsewhere);
    }

    /** On which loops it has members. */
    Habitation habitation() {
        return habitation;
    }

    /** Who is in it. */
    Presence presence() {
        return presence;
    }

    /** What was said in it. */
    Past past() {
        return past;
    }

    /** What comes from those of its name on other servers. */
    FromElsewhere fromElsewhere() {
        return fromElsewhere;
    }

    /** The way there. */
    Cluster.Link link() {
        return link;
    }

    Loop owner() {
        return owner;
    }

    boolean isOwner(Loop loop) {
        return loop.index() == owner.index();
    }

    /** Whether this is its name; names of rooms are ASCII. */
    boolean isNamed(byte[] bytes, int offset, int length) {
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }

    Audience audience(Loop loop) {
        return audiences.get(loop.index());
    }

    /** Gives the message to the members that the loop has. Called on the loop. */
    void deliver(Loop loop, Message message) {
        past.heard(loop, message);
        Audience audience = audience(loop);
        if (audience.size() > 0) {
            audience.broadcast(message);
        }
    }

    /** Takes over the caller's reference to {@code message}. Called on the sender's loop. */
    void publish(Member sender, Message message) {
        if (loops.size() == 1) {
            spread(message, true);
            return;
        }
        Transit transit = new Transit(this, sender, message, true);
        if (isOwner(sender.loop())) {
            transit.order(owner);
        } else {
            owner.execute(() -> transit.order(owner));
        }
    }

    /** The same of what was said on another server. Called on the owner loop. */
    void repeat(Origin origin, Message message) {
        if (loops.size() == 1) {
            spread(message, false);
        } else {
            new Transit(this, origin, message, false).order(owner);
        }
    }

    /** Where there is one loop only. */
    private void spread(Message message, boolean isForOthers) {
        try {
            past.keep(message);
            try {
                if (isForOthers) {
                    link.publish(message); // first: what anybody here hears the others are to hear
                }
            } finally {
                deliver(owner, message);
            }
        } finally {
            message.release();
        }
    }

    /** Runs {@code action} on every loop. Called on the owner loop; comes there behind what was published. */
    void onAllLoops(Consumer<Loop> action) {
        loops.forEach(loop -> on(loop, action));
    }

    /** The same, but for loops without members. */
    void onInhabitedLoops(Consumer<Loop> action) {
        loops.stream().filter(loop -> audience(loop).size() > 0).forEach(loop -> on(loop, action));
    }

    private void on(Loop loop, Consumer<Loop> action) {
        if (isOwner(loop)) {
            action.accept(loop);
        } else {
            loop.execute(() -> action.accept(loop));
        }
    }

    /** Runs {@code action} for each member of the loop that it has been offered all until now. Called on the loop. */
    void forEachUpToDate(Loop loop, Consumer<Recipient> action) {
        audience(loop).forEachUpToDate(member -> {
            try {
                action.accept(member);
            } catch (RuntimeException | Error e) {
                member.fail(e); // the others are to hear of it all the same
            }
        });
    }

    /**
     * Runs {@code errand} on the owner loop, at once if that is the member's; otherwise it counts as under way until it is
     * done, as the member's messages do. Called on the member's loop.
     */
    void onOwner(Member member, Runnable errand) {
        if (isOwner(member.loop())) {
            errand.run();
            return;
        }
        member.departed(ERRAND_BYTES);
        owner.execute(() -> {
            try {
                errand.run();
            } finally {
                member.arrived(ERRAND_BYTES, owner);
            }
        });
    }

    /** Hands the member an answer, which is made on its loop. Called on the owner loop, within an errand. */
    void answer(Member member, Supplier<byte[]> answer) {
        if (isOwner(member.loop())) {
            member.questions().answer(answer);
        } else {
            member.loop().execute(() -> member.questions().answer(answer));
        }
    }

    /** Gives up what it keeps: it is gone. May be called by any thread. */
    void close() {
        past.close(owner);
    }

    List<Loop> loops() {
        return loops;
    }
}
