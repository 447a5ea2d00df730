package chatlab.clients.behaviour;

/** All of the same size, but for what can't be divided. */
record EqualRooms(int clients, int count) implements Rooms {
    @Override
    public int of(int client) {
        return count == 1 ? 0 : client % count; // a division costs as much as the rest of an account
    }

    @Override
    public int place(int client) {
        return count == 1 ? client : client / count;
    }

    @Override
    public int member(int room, int place) {
        return place * count + room;
    }

    @Override
    public int membersBelow(int room, int client) {
        return client / count + (room < client % count ? 1 : 0);
    }
}
