package chatlab.server.cluster;

import chatlab.server.chat.Cluster.Counterpart;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who is in a room on other servers, as they tell ({@link Roll}). Confined to the room's owner loop. */
final class Rolls {
    /** Servers whose members are known. */
    private static final int MOST = 256;

    /** What a name takes beside its characters: the strings, and places in two tables. */
    private static final int NAME_BYTES = 128;

    private final Supplier<Counterpart> room;
    private final ByteBudget budget;

    /** By origin. */
    private final Map<Long, Page> pages = new HashMap<>();

    /** On how many other servers each name is. */
    private final Map<String, Integer> servers = new HashMap<>();

    private final Set<String> names = Collections.unmodifiableSet(servers.keySet());

    /** Servers of which something was missed, and nothing is known: in which round they were asked since; 0 if they were not. */
    private final Map<Long, Integer> unknown = new HashMap<>();

    /** How many names were not kept. */
    private int unnamed;

    /** How often the others were asked. */
    private int round;

    /** Those until then were of another life of the room here. */
    private int roundsBefore;

    /** Whether who was there at the beginning has told, so that a server that was not known has just come. */
    private boolean isBegun;

    /** What is known of one server. */
    private static final class Page {
        final long life;
        final Set<String> names = new HashSet<>();
        int unnamed;

        /** The number of its next change. */
        long next;

        /** Whether who is told to be there has just come: not so when nothing was known before. */
        boolean isNews;

        /** Whether something is missing, so that nothing counts until all of it is told. */
        boolean hasHole;

        /** In which round it was asked, and has not answered since; 0 if it has. */
        int asked;

        /** While all of it is told: whose names have not stood there yet. */
        @Nullable
        Set<String> untold;

        Page(long life) {
            this.life = life;
        }
    }

    /** @param budget what names may take */
    Rolls(Supplier<Counterpart> room, ByteBudget budget) {
        this.room = room;
        this.budget = budget;
    }

    Set<String> names() {
        return names;
    }

    int unnamed() {
        return unnamed;
    }

    /** How far a letter is understood. */
    enum Reading {
        FINE,
        /** Something came that is none of this. */
        MALFORMED,
        /** Something was missed: all of it has to be told once more. */
        HOLE
    }

    /** Takes in what another server tells. */
    Reading take(Envelope envelope) {
        long origin = envelope.origin();
        @Nullable Page page = pages.get(origin);
        if (page != null && page.life != envelope.life()) {
            if (envelope.life() - page.life < 0) {
                return Reading.FINE; // of a room that is gone
            }
            forget(origin);
            page = null;
        }
        boolean isAll = envelope.beginsWith(Roll.ALL);
        if (page == null) {
            if (pages.size() == MOST) {
                return Reading.FINE;
            }
            if (envelope.first() > 0 && !isAll) {
                if (unknown.size() < MOST) {
                    Integer _ = unknown.putIfAbsent(origin, 0);
                }
                return Reading.HOLE;
            }
            page = new Page(envelope.life());
            page.isNews = envelope.first() == 0 || isBegun;
            pages.put(origin, page);
        }
        if (!isAll && (page.hasHole || envelope.first() > page.next)) {
            page.hasHole = true;
            return Reading.HOLE;
        }
        boolean isSound = read(page, envelope, isAll ? envelope.first() : page.next);
        Integer _ = unknown.remove(origin);
        page.asked = 0; // it is there, and nothing of it is missing
        page.next = Math.max(page.next, envelope.next());
        return isSound ? Reading.FINE : Reading.MALFORMED;
    }

    private boolean read(Page page, Envelope envelope, long from) {
        boolean[] isSound = {true};
        envelope.forEachFrom(from, (bytes, offset, length) -> {
            isSound[0] &= length > 0 && read(page, bytes[offset], name(bytes, offset + 1, length - 1));
        });
        return isSound[0];
    }

    /** Whether there is a server that has to tell all of it once more. */
    boolean hasHoles() {
        return !unknown.isEmpty() || pages.values().stream().anyMatch(page -> page.hasHole);
    }

    /** All servers are asked now for all of it. Answers which time it is. */
    int asked() {
        round++;
        unknown.replaceAll((origin, asked) -> asked == 0 ? round : asked);
        for (Page page : pages.values()) {
            page.asked = page.asked == 0 ? round : page.asked;
        }
        return round;
    }

    /** Who was asked that time, and has not told anything since, has nobody in the room. */
    void answered(int time) {
        if (time <= roundsBefore) {
            return;
        }
        isBegun = true;
        boolean _ = unknown.values().removeIf(asked -> asked > 0 && asked <= time);
        pages.entrySet().stream()
                .filter(page -> page.getValue().asked > 0 && page.getValue().asked <= time)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::forget);
    }

    /** Something of that server was not taken: it may have been the answer. */
    void skipped(long origin) {
        @Nullable Page page = pages.get(origin);
        if (page != null) {
            page.asked = 0;
            page.hasHole = true;
        }
    }

    private static String name(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private boolean read(Page page, byte what, String name) {
        switch (what) {
            case Roll.ALL -> {
                page.hasHole = false;
                page.asked = 0;
                page.untold = new HashSet<>(page.names);
                unnamed -= page.unnamed;
                page.unnamed = 0;
            }
            case Roll.ENTERED -> {
                if (page.untold != null) {
                    boolean _ = page.untold.remove(name);
                }
                add(page, name);
            }
            case Roll.LEFT -> remove(page, name);
            case Roll.THOSE_WERE_ALL -> {
                page.isNews = true;
                @Nullable Set<String> gone = page.untold;
                page.untold = null;
                if (gone != null) {
                    gone.forEach(each -> remove(page, each));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void add(Page page, String name) {
        if (page.names.contains(name)) {
            return;
        }
        if (!budget.takes(NAME_BYTES + name.length())) {
            page.unnamed++;
            unnamed++;
            room.get().countedElsewhere(servers.size() + unnamed);
            return;
        }
        boolean _ = page.names.add(name);
        if (servers.merge(name, 1, Integer::sum) == 1) {
            room.get().countedElsewhere(servers.size() + unnamed);
            if (page.isNews) {
                room.get().enteredElsewhere(name);
            }
        }
    }

    private void remove(Page page, String name) {
        if (page.names.remove(name)) {
            budget.done(NAME_BYTES + name.length());
            if (servers.merge(name, -1, Integer::sum) == 0) {
                Integer _ = servers.remove(name);
                room.get().leftElsewhere(name);
            }
        } else if (page.unnamed > 0) {
            page.unnamed--;
            unnamed--;
        }
        room.get().countedElsewhere(servers.size() + unnamed);
    }

    /** That server is gone, or its room is, and whoever was in it there. */
    void forget(long origin) {
        @Nullable Page page = pages.remove(origin);
        if (page != null) {
            unnamed -= page.unnamed;
            page.unnamed = 0;
            Set.copyOf(page.names).forEach(name -> remove(page, name));
            room.get().countedElsewhere(servers.size() + unnamed);
        }
    }

    /** Nothing is known any more, which is nobody's leaving. */
    void clear() {
        for (Page page : pages.values()) {
            page.names.forEach(name -> budget.done(NAME_BYTES + name.length()));
        }
        pages.clear();
        servers.clear();
        unknown.clear();
        unnamed = 0;
        isBegun = false;
        roundsBefore = round;
        room.get().countedElsewhere(0);
    }
}
