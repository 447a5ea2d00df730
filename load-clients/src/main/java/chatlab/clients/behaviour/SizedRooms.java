package chatlab.clients.behaviour;

import java.util.Arrays;

/** Any assignment of clients to rooms. */
final class SizedRooms implements Rooms {
    private final int[] roomOf;
    private final int[] placeOf;
    /** By room, in order. */
    private final int[][] members;

    /** @param roomOf by client; each is from 0 to below {@code rooms} */
    SizedRooms(int[] roomOf, int rooms) {
        this.roomOf = roomOf;
        placeOf = new int[roomOf.length];
        int[] sizes = new int[rooms];
        for (int client = 0; client < roomOf.length; client++) {
            placeOf[client] = sizes[roomOf[client]]++;
        }
        members = new int[rooms][];
        Arrays.setAll(members, room -> new int[sizes[room]]);
        for (int client = 0; client < roomOf.length; client++) {
            members[roomOf[client]][placeOf[client]] = client;
        }
    }

    @Override
    public int clients() {
        return roomOf.length;
    }

    @Override
    public int count() {
        return members.length;
    }

    @Override
    public int of(int client) {
        return roomOf[client];
    }

    @Override
    public int place(int client) {
        return placeOf[client];
    }

    @Override
    public int member(int room, int place) {
        return members[room][place];
    }

    @Override
    public int membersBelow(int room, int client) {
        int found = Arrays.binarySearch(members[room], client);
        return found < 0 ? -found - 1 : found;
    }
}
