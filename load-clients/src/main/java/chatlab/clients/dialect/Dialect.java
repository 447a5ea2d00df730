package chatlab.clients.dialect;

import java.util.List;

/** How a chat server wants to be spoken to: what is said to it, and what it means by what it says. Stateless. */
public sealed interface Dialect permits ChatlabDialect, TemplateDialect {
    /** In settings. */
    String name();

    /** What has to be asked by HTTP before a client connects, in order. */
    List<HttpStep> httpSteps();

    /** Whether it says itself what a WebSocket is asked for; otherwise it is what follows the target's host and port. */
    boolean hasPath();

    /**
     * What a WebSocket is asked for.
     *
     * @param targets what follows the target's host and port
     */
    String path(String targets, Persona who);

    /** What a client says once its connection takes frames, a frame each. */
    List<byte[]> opening(Persona who);

    /**
     * What a client says to move to another room over the same connection, a frame each, which is answered as an opening is. Only
     * if {@link #canMove}.
     *
     * @param who as it will be there
     */
    List<byte[]> moving(Persona who);

    /** Whether there is a way to. */
    boolean canMove();

    /** What a client says for the server to end its connection in order, a frame each; nothing if there is no way to. */
    List<byte[]> leaving();

    /** Whether a client is in when it has said its opening, without an answer. */
    boolean entersUnanswered();

    /** How a talker's messages look. */
    MessageForm message(Persona who);

    /** By how much the longest message is longer than its size says, in bytes. */
    int mostBytesAround();

    /** What a client has to heed. */
    Heeds heeds(Persona who);

    /** What {@code bytes[from, to)}, a whole frame that begins as {@link #heeds} says, means to a client. */
    Heard hear(byte[] bytes, int from, int to, Persona who);

    /** Whether who sends a message receives it, too. */
    boolean echoes();

    /** Whether a delivery is as long as its message, but for what a chatlab server adds: otherwise nobody can tell whether it was cut. */
    boolean keepsLengths();
}
