package chatlab.clients.dialect;

/** What something that the server said of its own accord means to a client. */
public sealed interface Heard {
    /** The client is in. */
    record Welcome() implements Heard {}

    /** The server skipped so many messages for this client. */
    record Gap(long missed) implements Heard {}

    /**
     * The server is about to end the connection.
     *
     * @param accepted how many of this connection's messages it has taken; −1 if it does not say
     * @param retryAfterMillis how long a client is to wait before it comes back; 0 if it does not say
     */
    record Bye(String reason, long accepted, long retryAfterMillis) implements Heard {}

    /**
     * The server does not want what the client did.
     *
     * @param code one word
     * @param text for people
     * @param fatal whether the server is about to end the connection
     */
    record Refusal(String code, String text, boolean fatal) implements Heard {}

    /**
     * The room is on another server, where the client has to connect.
     *
     * @param host a name or an address
     */
    record Redirect(String room, String host, int port) implements Heard {}

    /** The server wants this to be answered. */
    record Call(byte[] answer) implements Heard {}

    /** Nothing that a client heeds. */
    record Nothing() implements Heard {}
}
