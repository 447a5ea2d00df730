package chatlab.clients.connection;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The addresses of one chat server, or of several that are one to their members: clients connect to them in turn.
 *
 * @param all at least one; all have the same transport and path
 */
public record Targets(List<Target> all) {
    public Targets {
        all = List.copyOf(all);
        Target first = all.getFirst();
        if (!all.stream()
                .allMatch(target ->
                        target.transport() == first.transport() && target.path().equals(first.path()))) {
            throw new IllegalArgumentException(all + " have different transports or paths");
        }
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException(all + " has one twice");
        }
    }

    /** One alone. */
    public static Targets of(Target target) {
        return new Targets(List.of(target));
    }

    /**
     * Reads one or several targets with commas between them.
     *
     * @throws IllegalArgumentException if they have another form
     */
    public static Targets parse(String text) {
        return new Targets(Arrays.stream(text.split(",", -1)).map(Target::parse).toList());
    }

    /** How they are reached. */
    public Transport transport() {
        return all.getFirst().transport();
    }

    /** What follows their hosts and ports. */
    public String path() {
        return all.getFirst().path();
    }

    /**
     * Which of them, from 0, a client connects to: the members of each room to all of them in turn, rooms with fewer members to some of
     * them.
     *
     * @param place its number among the members of its room
     */
    int indexOf(int room, int place) {
        return (room + place) % all.size();
    }

    @Override
    public String toString() {
        return all.stream().map(Target::toString).collect(Collectors.joining(","));
    }
}
