package chatlab.protocol;

/**
 * A room as the list of rooms has it.
 *
 * @param description what it is for; may be empty
 * @param members how many connections are in it
 */
public record RoomEntry(String name, String description, int members) {}
