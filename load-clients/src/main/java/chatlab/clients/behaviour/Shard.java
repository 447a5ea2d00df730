package chatlab.clients.behaviour;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of a run's clients this process plays: every {@code count}-th one from {@code index} on, so that each part of a
 * {@link Cast} and each room is spread over all processes.
 *
 * @param index which of the processes this is, from 0
 * @param count how many processes there are
 */
public record Shard(int index, int count) {
    /** What {@link #parse} takes, to follow "it has to be". */
    public static final String EXPECTED = "PROCESS/PROCESSES, such as 2/4, of at most 64 processes";

    /** One process plays all. */
    public static final Shard WHOLE = new Shard(0, 1);

    private static final int MOST = 64;

    public Shard {
        if (count < 1 || count > MOST || index < 0 || index >= count) {
            throw new IllegalArgumentException((index + 1) + "/" + count);
        }
    }

    /**
     * Reads {@code 2/4}, the second of four.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static Shard parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(text);
        }
        return new Shard(Integer.parseInt(parts[0]) - 1, Integer.parseInt(parts[1]));
    }

    /** Whether there are no other processes. */
    public boolean isWhole() {
        return count == 1;
    }

    /** Whether this process plays a client. */
    public boolean plays(int client) {
        return client % count == index;
    }

    /** How many of so many clients, numbered from 0, this process plays. */
    public int of(int clients) {
        return (clients - index + count - 1) / count;
    }

    /** Those of so many clients that this process plays, in order. */
    public IntStream among(int clients) {
        return IntStream.range(0, of(clients)).map(place -> index + place * count);
    }

    /** A client's number among those that its process plays, from 0. */
    public int place(int client) {
        return client / count;
    }

    /** On which of its process's event loops a client lives. */
    public int loopOf(int client, int loops) {
        return place(client) % loops;
    }

    /** How many event loops all processes together have, if each has as many as this one. */
    public int allLoops(int loops) {
        return loops * count;
    }

    /** On which of those a client lives. */
    public int amongAllLoops(int client, int loops) {
        return client % count * loops + loopOf(client, loops);
    }

    /** Of something that each of those has, what belongs to this process's. */
    public <T> List<T> own(List<T> ofAllLoops) {
        int loops = ofAllLoops.size() / count;
        return ofAllLoops.subList(index * loops, (index + 1) * loops);
    }

    @Override
    public String toString() {
        return (index + 1) + "/" + count;
    }
}
