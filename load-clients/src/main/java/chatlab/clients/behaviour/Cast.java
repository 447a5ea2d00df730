package chatlab.clients.behaviour;

import chatlab.protocol.Names;

/**
 * Who is in which room and plays which part. Clients are numbered from 0; they are dealt to the rooms in turn, so that rooms are equal and
 * talkers and slow readers are spread over them. The first ones talk, the last ones read slowly.
 *
 * @param clients how many there are
 * @param rooms how many rooms; one is the global room
 * @param talkers how many of them talk
 * @param slowReaders how many of them read slowly
 * @param hearThemselves whether talkers receive their own messages, too
 */
public record Cast(int clients, int rooms, int talkers, int slowReaders, boolean hearThemselves) {
    static final int NAME_LENGTH = 7;

    public Cast {
        if (rooms < 1 || rooms > clients || talkers < 0 || slowReaders < 0 || talkers + slowReaders > clients) {
            throw new IllegalArgumentException(clients + " clients can't fill " + rooms + " rooms with " + talkers
                    + " talkers and " + slowReaders + " slow readers");
        }
    }

    /** One whose talkers hear themselves. */
    public Cast(int clients, int rooms, int talkers, int slowReaders) {
        this(clients, rooms, talkers, slowReaders, true);
    }

    /** The same, but for whether talkers receive their own messages. */
    public Cast hearingThemselves(boolean theyDo) {
        return new Cast(clients, rooms, talkers, slowReaders, theyDo);
    }

    /** A client's name, of the same length for everybody. */
    public static String name(int client) {
        String digits = Integer.toString(client);
        return "c" + "0".repeat(NAME_LENGTH - 1 - digits.length()) + digits;
    }

    /** Which room a client is in. */
    public int roomOf(int client) {
        return client % rooms;
    }

    /** A room's name. */
    public String roomName(int room) {
        return rooms == 1 ? Names.GLOBAL : "room-" + (room + 1);
    }

    /**
     * How many bytes the server adds to each message of a room: {@code ,"room":"NAME"}, the home room splice of the protocol,
     * as talkers don't name their room; nothing in the global room.
     */
    public int spliceBytes(int room) {
        return rooms == 1 ? 0 : ",\"room\":\"\"".length() + roomName(room).length();
    }

    /** Whether a client talks. */
    public boolean isTalker(int client) {
        return client >= 0 && client < talkers;
    }

    /** Whether a client reads slowly. */
    public boolean isSlowReader(int client) {
        return client >= clients - slowReaders;
    }

    /** How many of a room's members talk. */
    public int talkersIn(int room) {
        return dealt(talkers, room);
    }

    /** A talker's number among those of its room, from 0. */
    public int talkerSlot(int client) {
        return rooms == 1 ? client : client / rooms; // a division costs as much as the rest of an account
    }

    /** The talker with that number in that room. */
    public int talkerAt(int room, int slot) {
        return slot * rooms + room;
    }

    /** How many members a room has. */
    public int members(int room) {
        return dealt(clients, room);
    }

    /** How many members of a room read at full speed: those whose latencies are the server's. */
    public int promptMembers(int room) {
        return dealt(clients - slowReaders, room);
    }

    /** How many of a room's members who read at full speed receive each message of a talker there. */
    public int promptReceivers(int room) {
        return promptMembers(room) - (hearThemselves ? 0 : 1);
    }

    private int dealt(int count, int room) {
        return count / rooms + (room < count % rooms ? 1 : 0);
    }
}
