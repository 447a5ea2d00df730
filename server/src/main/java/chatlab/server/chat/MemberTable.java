package chatlab.server.chat;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Members by name, any number of each. Every connection stands in two such tables at least, so they are made of nothing but
 * references: open addressing with linear probing (Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithms L
 * and R). Not thread-safe.
 */
final class MemberTable {
    private static final int FIRST_CAPACITY = 4;
    private static final @Nullable Member[] NO_PLACES = {};

    /** As many as a power of two, at most two thirds of them taken; none until the first comes. */
    private @Nullable Member[] places = NO_PLACES;

    private int size;

    /** Takes in a member, which has a name. */
    void add(Member member) {
        if (3 * (size + 1) > 2 * places.length) {
            grow();
        }
        put(member);
        size++;
    }

    /** Answers whether the member was in it. */
    @SuppressWarnings("ReferenceEquality") // this connection, not one like it
    boolean remove(Member member) {
        if (size == 0) {
            return false;
        }
        int at = home(member);
        while (places[at] != member) {
            if (places[at] == null) {
                return false;
            }
            at = after(at);
        }
        closeUp(at);
        size--;
        return true;
    }

    /** Whether there is a member of this name. */
    boolean contains(String name) {
        if (size == 0) {
            return false;
        }
        int at = home(name);
        for (Member member = places[at]; member != null; member = places[at]) {
            if (name(member).equals(name)) {
                return true;
            }
            at = after(at);
        }
        return false;
    }

    /** Runs {@code action} for each member of this name. */
    void forEach(String name, Consumer<Member> action) {
        if (size == 0) {
            return;
        }
        int at = home(name);
        for (Member member = places[at]; member != null; member = places[at]) {
            if (name(member).equals(name)) {
                action.accept(member);
            }
            at = after(at);
        }
    }

    /** Runs {@code action} for every member. */
    void forEach(Consumer<Member> action) {
        for (Member member : places) {
            if (member != null) {
                action.accept(member);
            }
        }
    }

    private void put(Member member) {
        int at = home(member);
        while (places[at] != null) {
            at = after(at);
        }
        places[at] = member;
    }

    private void grow() {
        @Nullable Member[] before = places;
        places = new Member[Math.max(FIRST_CAPACITY, 2 * before.length)];
        Arrays.stream(before).filter(Objects::nonNull).forEach(this::put);
    }

    /** Takes away what stands there, and moves others so that nobody stands behind a free place on the way from its home. */
    private void closeUp(int from) {
        int free = from;
        int at = after(free);
        for (Member member = places[at]; member != null; member = places[at]) {
            int wayToFree = (free - home(member)) & (places.length - 1);
            int wayToHere = (at - home(member)) & (places.length - 1);
            if (wayToFree < wayToHere) {
                places[free] = member;
                free = at;
            }
            at = after(at);
        }
        places[free] = null;
    }

    private int home(Member member) {
        return home(name(member));
    }

    private int home(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (places.length - 1);
    }

    private int after(int at) {
        return (at + 1) & (places.length - 1);
    }

    private static String name(Member member) {
        return Objects.requireNonNull(member.clientId());
    }
}
