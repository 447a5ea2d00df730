package chatlab.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One frame from a client, as far as a server has to understand it; the bytes themselves are passed through. */
public sealed interface ClientFrame {

    /**
     * A chat message: {@code {"clientId":"ada","Message":"hi"}}, the heart of the protocol.
     *
     * @param clientId the sender's name
     * @param room the room it is meant for, or null for the sender's home room; null in a private message
     * @param to the receiver of a private message, or null for everyone in the room
     */
    record Chat(
            String clientId,
            @Nullable String room,
            @Nullable String to) implements ClientFrame {}

    /**
     * The optional handshake.
     *
     * @param clientId the name this connection is bound to from now on
     * @param rooms the rooms to be in, the first being home; empty for {@link Names#GLOBAL}
     * @param token credentials, or null
     */
    record Hello(
            String clientId, List<String> rooms, @Nullable String token) implements ClientFrame {
        public Hello {
            rooms = List.copyOf(rooms);
        }
    }

    /**
     * The wish to be in one more room.
     *
     * @param history how many of the last messages before that it wants to be told, from 0
     */
    record Join(String room, int history) implements ClientFrame {}

    /** The wish to be in a room no longer. */
    record Leave(String room) implements ClientFrame {}

    /** The question which rooms there are. */
    record ListRooms() implements ClientFrame {}

    /** The question who is in a room. */
    record ListMembers(String room) implements ClientFrame {}

    /**
     * A question whether the server is there.
     *
     * @param t a whole number that the pong repeats, or null
     */
    record Ping(@Nullable Long t) implements ClientFrame {}

    /** The answer to a server's ping. */
    record Pong() implements ClientFrame {}

    /** The client is about to leave. */
    record Quit() implements ClientFrame {}
}
