package chatlab.clients.behaviour;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * How clients, numbered from 0, are spread over rooms, numbered from 0. Everybody is in one; every room has somebody; and of the
 * first clients, however many, each room has its share, so that who is numbered side by side is spread over all of them.
 */
public sealed interface Rooms permits EqualRooms, SizedRooms {
    /** Rooms of the same size, dealt in turn. */
    static Rooms equal(int clients, int rooms) {
        return new EqualRooms(clients, rooms);
    }

    /**
     * A few large ones and many small ones, as G. K. Zipf found it with words and cities: the size of the k-th is as
     * {@code 1 / k^exponent}, and 1 at least.
     */
    static Rooms zipf(int clients, int rooms, double exponent) {
        return new SizedRooms(
                dealt(
                        clients,
                        IntStream.rangeClosed(1, rooms)
                                .mapToDouble(k -> Math.pow(k, -exponent))
                                .toArray()),
                rooms);
    }

    /** Which room each client is in. As many as a room has in the end, so large is its share of all who were dealt before. */
    private static int[] dealt(int clients, double[] weights) {
        double[] sizes = new double[weights.length];
        // J. Q. Adams's method for seats in a parliament, by which nobody gets nothing; then D. Webster's for the
        // order.
        for (int room : rooms(clients, weights, 0)) {
            sizes[room]++;
        }
        return rooms(clients, sizes, 0.5);
    }

    /** The rooms of one client after the other: each goes where there are fewest members, and {@code ahead}, for the weight. */
    private static int[] rooms(int clients, double[] weights, double ahead) {
        record Claim(int room, int members, double weight, double share) {}
        PriorityQueue<Claim> claims =
                new PriorityQueue<>(Comparator.comparingDouble(Claim::share).thenComparingInt(Claim::room));
        for (int room = 0; room < weights.length; room++) {
            claims.add(new Claim(room, 0, weights[room], ahead / weights[room]));
        }
        int[] roomOf = new int[clients];
        for (int client = 0; client < clients; client++) {
            Claim next = claims.remove();
            roomOf[client] = next.room;
            int members = next.members + 1;
            claims.add(new Claim(next.room, members, next.weight, (members + ahead) / next.weight));
        }
        return roomOf;
    }

    /** How many clients there are. */
    int clients();

    /** How many rooms there are. */
    int count();

    /** Which room a client is in. */
    int of(int client);

    /** A client's number among the members of its room, from 0. */
    int place(int client);

    /** The member of a room with that number there. */
    int member(int room, int place);

    /** How many of a room's members are numbered below {@code client}. */
    int membersBelow(int room, int client);

    /** How many members a room has. */
    default int members(int room) {
        return membersBelow(room, clients());
    }
}
