package chatlab.protocol;

/**
 * A room as the list of rooms has it.
 *
 * @param description what it is for; may be empty
 * @param members how many connections are in it
 */
public record RoomEntry(String name, String description, int members) {
    /** The same room with other connections of it, on another server: described by the first that is. */
    public RoomEntry and(RoomEntry other) {
        return new RoomEntry(name, description.isEmpty() ? other.description : description, members + other.members);
    }
}
