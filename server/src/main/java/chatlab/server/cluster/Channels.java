package chatlab.server.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The channels of Redis that servers share. */
final class Channels {
    /** All servers listen to it. */
    static final String SERVERS = "chatlab:servers";

    private static final String SERVER = "chatlab:server:";
    private static final String ROOM = "chatlab:room:";
    private static final String USER = "chatlab:user:";

    private Channels() {}

    /** That of a room, which those listen to who have members of it. */
    static String ofRoom(String name) {
        return ROOM + name;
    }

    /** That of a user, which those listen to who have connections of the name. */
    static String ofUser(String clientId) {
        return USER + clientId;
    }

    /** That of a server, which nobody else listens to: from that others know that it is there. */
    static String ofServer(long origin) {
        return SERVER + Long.toHexString(origin);
    }

    /** That of no room, to try out what is allowed. */
    static byte[] ofNothing() {
        return bytes(ROOM);
    }

    /** Whose room it is. */
    static Optional<String> room(String channel) {
        return rest(channel, ROOM);
    }

    /** Whose user it is. */
    static Optional<String> user(String channel) {
        return rest(channel, USER);
    }

    private static Optional<String> rest(String channel, String prefix) {
        return channel.startsWith(prefix) ? Optional.of(channel.substring(prefix.length())) : Optional.empty();
    }

    static byte[] bytes(String channel) {
        return channel.getBytes(StandardCharsets.UTF_8);
    }

    static String name(byte[] channel) {
        return new String(channel, StandardCharsets.UTF_8);
    }
}
