package chatlab.server.chat;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * On which loops a room has members, for its owner loop to skip the others. A message that is under way to a loop whose
 * members have all left meanwhile is not for those that have come since: they would hear it, but not what was skipped
 * after it. So each loop counts when it becomes inhabited and deserted, and a message goes to the inhabitants of its time.
 */
final class Habitation {
    /** By loop; odd while it has members. Written by that loop, read by the owner. */
    private final AtomicIntegerArray generations;

    /** By loop, each confined to it. */
    private final int[] members;

    Habitation(int loops) {
        generations = new AtomicIntegerArray(loops);
        members = new int[loops];
    }

    /** The loop has one member more. Called on it. */
    void add(Loop loop) {
        if (members[loop.index()]++ == 0) {
            generations.incrementAndGet(loop.index());
        }
    }

    /** One less. */
    void remove(Loop loop) {
        if (--members[loop.index()] == 0) {
            generations.incrementAndGet(loop.index());
        }
    }

    /** Those that the loop has now. Thread-safe. */
    int generation(Loop loop) {
        return generations.get(loop.index());
    }

    static boolean isInhabited(int generation) {
        return (generation & 1) == 1;
    }
}
