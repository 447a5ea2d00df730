package chatlab.clients.dialect;

/**
 * Who a client is to the server.
 *
 * @param name its own
 * @param room where it is
 * @param token what the server gave it when it logged in; empty if it did not
 */
public record Persona(String name, String room, String token) {}
