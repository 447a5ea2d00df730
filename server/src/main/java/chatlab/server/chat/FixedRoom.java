package chatlab.server.chat;

/**
 * A room that is there whether it has members or not.
 *
 * @param description what it is for; may be empty
 */
public record FixedRoom(String name, String description) {}
