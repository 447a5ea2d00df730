package chatlab.server.cluster;

import chatlab.server.cluster.Envelope.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the other servers are in one room, as far as it is known here: from where on something is missed, and what was told
 * already. Confined to the room's owner loop.
 */
final class Standings {
    /** Rooms that come and go elsewhere have a life each time; those that were not heard of for longest are forgotten. */
    private static final int MOST = 256;

    private static final boolean BY_ACCESS = true;

    /** The number of the next message of each. */
    private final Map<Key, Long> next = new LinkedHashMap<>(4, 0.75f, BY_ACCESS);

    /** Who was heard, until all are known who were there before. */
    private final Set<Long> origins = new HashSet<>();

    /** Who has begun to listen since, and was not among those who were asked. */
    private final Set<Long> newcomers = new HashSet<>();

    /** How many were there when they were asked; more than any until that is known. */
    private long others = Long.MAX_VALUE;

    private boolean isKnown;

    private record Key(long origin, long life) {}

    /** The room's channel is heard from now on, and what was said before is none of the members' business. */
    void begin() {
        next.clear();
        origins.clear();
        newcomers.clear();
        others = Long.MAX_VALUE;
        isKnown = false;
    }

    /** So many others were asked how far they are; they will tell. */
    void asked(long count) {
        if (!isKnown) {
            others = count;
            isKnown = origins.size() >= others;
        }
    }

    /**
     * Which number should come. Of one that is not known that is its first, as it has just come, or was there before; but once all who were
     * there are known, it has come while nothing was heard, and what it has said until now was missed.
     */
    long expected(Envelope envelope) {
        @Nullable Long number = next.get(new Key(envelope.origin(), envelope.life()));
        if (number != null) {
            return number;
        }
        return isKnown ? 0 : envelope.first();
    }

    /** What comes next has that number. */
    void reached(Envelope envelope, long number) {
        Long _ = next.put(new Key(envelope.origin(), envelope.life()), number);
        if (next.size() > MOST) {
            Key oldest = next.keySet().iterator().next();
            Long _ = next.remove(oldest);
        }
        if (!isKnown) {
            counted(envelope);
        }
    }

    /** Who asks has just begun to listen; what it says after that is no answer. */
    private void counted(Envelope envelope) {
        if (envelope.kind() == Kind.ASK) {
            boolean _ = newcomers.size() < MOST && newcomers.add(envelope.origin());
        } else if (!newcomers.contains(envelope.origin()) && origins.size() < MOST && origins.add(envelope.origin())) {
            isKnown = origins.size() >= others;
        }
    }
}
