package chatlab.clients.behaviour;

import chatlab.protocol.Names;

/**
 * Who is in which room and plays which part. The first clients talk, the last of these in bursts; then come those who listen, then the
 * hoppers, the churners and, last, the slow readers. As rooms are dealt, each part is spread over all of them.
 *
 * @param rooms who is in which room at the start; one alone is the global room
 * @param parts how many play which part
 * @param hearThemselves whether talkers receive their own messages, too
 * @param shard which of them this process plays
 */
public record Cast(Rooms rooms, Parts parts, boolean hearThemselves, Shard shard) {
    static final int NAME_LENGTH = 7;

    public Cast {
        if (rooms.count() < 1 || rooms.count() > rooms.clients() || parts.players() > rooms.clients()) {
            throw new IllegalArgumentException(
                    rooms.clients() + " clients can't fill " + rooms.count() + " rooms with " + parts);
        }
    }

    /** All of them are played by this process. */
    public Cast(Rooms rooms, Parts parts, boolean hearThemselves) {
        this(rooms, parts, hearThemselves, Shard.WHOLE);
    }

    /** Equal rooms, talkers that hear themselves and slow readers. */
    public Cast(int clients, int rooms, int talkers, int slowReaders) {
        this(Rooms.equal(clients, rooms), new Parts(talkers, slowReaders), true);
    }

    /** The same, but for whether talkers receive their own messages. */
    public Cast hearingThemselves(boolean theyDo) {
        return new Cast(rooms, parts, theyDo, shard);
    }

    /** The same, but for which of them this process plays. */
    public Cast playedBy(Shard newShard) {
        return new Cast(rooms, parts, hearThemselves, newShard);
    }

    /** A client's name, of the same length for everybody. */
    public static String name(int client) {
        String digits = Integer.toString(client);
        return "c" + "0".repeat(NAME_LENGTH - 1 - digits.length()) + digits;
    }

    /** How many clients this process plays. */
    public int played() {
        return shard.of(clients());
    }

    /** How many clients there are, whoever plays them. */
    public int clients() {
        return rooms.clients();
    }

    /** How many of them talk. */
    public int talkers() {
        return parts.talkers();
    }

    /** A room's name. */
    public String roomName(int room) {
        return rooms.count() == 1 ? Names.GLOBAL : "room-" + (room + 1);
    }

    /**
     * How many bytes the server adds to each message of a room: {@code ,"room":"NAME"}, the home room splice of the protocol,
     * as talkers don't name their room; nothing in the global room.
     */
    public int spliceBytes(int room) {
        return rooms.count() == 1
                ? 0
                : ",\"room\":\"\"".length() + roomName(room).length();
    }

    /** Whether a client talks. */
    public boolean isTalker(int client) {
        return client >= 0 && client < parts.talkers();
    }

    /** Whether a client moves from room to room. */
    public boolean isHopper(int client) {
        return client >= firstHopper() && client < firstChurner();
    }

    /** Whether a client leaves and comes back. */
    public boolean isChurner(int client) {
        return client >= firstChurner() && client < firstSlowReader();
    }

    /** Whether a client reads slowly. */
    public boolean isSlowReader(int client) {
        return client >= firstSlowReader();
    }

    /** The first of the hoppers, of those who follow them if there is none. */
    public int firstHopper() {
        return firstChurner() - parts.hoppers();
    }

    /** The first of the churners, of those who follow them if there is none. */
    public int firstChurner() {
        return firstSlowReader() - parts.churners();
    }

    private int firstSlowReader() {
        return clients() - parts.slowReaders();
    }

    /** How many of a room's members talk. */
    public int talkersIn(int room) {
        return rooms.membersBelow(room, parts.talkers());
    }
}
