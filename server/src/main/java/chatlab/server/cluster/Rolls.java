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

    /** How many names were not kept. */
    private int unnamed;

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
        @Nullable Page page = pages.get(envelope.origin());
        if (page != null && page.life != envelope.life()) {
            if (envelope.life() - page.life < 0) {
                return Reading.FINE; // of a room that is gone
            }
            forget(envelope.origin());
            page = null;
        }
        boolean isAll = envelope.beginsWith(Roll.ALL);
        if (page == null) {
            if ((envelope.first() > 0 && !isAll) || !hasPlace()) {
                return Reading.FINE; // it was asked for all, and will tell it
            }
            page = new Page(envelope.life());
            page.isNews = envelope.first() == 0;
            pages.put(envelope.origin(), page);
        }
        if (!isAll && envelope.first() > page.next) {
            boolean isNew = !page.hasHole;
            page.hasHole = true;
            return isNew ? Reading.HOLE : Reading.FINE;
        }
        if (page.hasHole && !isAll) {
            return Reading.FINE;
        }
        Page to = page;
        boolean[] isSound = {true};
        envelope.forEachFrom(isAll ? envelope.first() : page.next, (bytes, offset, length) -> {
            isSound[0] &= length > 0 && read(to, bytes[offset], name(bytes, offset + 1, length - 1));
        });
        page.next = Math.max(page.next, envelope.next());
        return isSound[0] ? Reading.FINE : Reading.MALFORMED;
    }

    private static String name(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private boolean read(Page page, byte what, String name) {
        switch (what) {
            case Roll.ALL -> {
                page.hasHole = false;
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

    private boolean hasPlace() {
        if (pages.size() == MOST) {
            boolean _ = pages.values().removeIf(page -> page.names.isEmpty() && page.unnamed == 0);
        }
        return pages.size() < MOST;
    }

    /** That server is gone, and whoever was in the room there; should it come back, those have come who are there then. */
    void forget(long origin) {
        @Nullable Page page = pages.get(origin);
        if (page != null) {
            page.hasHole = true;
            page.untold = null;
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
        unnamed = 0;
        room.get().countedElsewhere(0);
    }
}
