package chatlab.server.transport;

import chatlab.server.chat.RoomOptions;
import java.net.InetAddress;
import java.time.Duration;

/**
 * How the chat port is to work.
 *
 * @param maxConnections how many connections are served at once; more are told {@code bye} with reason {@code full}
 * @param maxConnectionsPerAddress how many of them may come from one IP address
 * @param rooms which rooms there may be
 * @param maxRoomsPerConnection how many of them one connection may be in
 * @param maxMessageRate how many messages, hellos, joins, leaves and questions a connection may send in a second; 0: as many as it likes
 * @param maxRequestRate how many requests over REST may come from one IP address in a second; 0: as many as they like
 * @param maxMemberships how many rooms may be remembered of users, over all of them
 * @param maxLineBytes the longest line taken, without its end
 * @param handshakeTimeout how long a connection may be silent before it becomes a listener or, where users log in, without
 *     a token before it is closed
 * @param idleTimeout how long nothing may be accepted in either direction
 * @param pendingBudgetBytes how much may wait for members whose sockets are full, over all of them
 * @param maxFullSockets how many sockets may have been full for a second, each with up to {@link ChatPort#FULL_SOCKET_BYTES}
 * @param unfinishedBudgetBytes how much unfinished lines, WebSocket messages and HTTP requests may hold, over all clients; every loop has its share
 */
public record PortOptions(
        InetAddress bind,
        int port,
        int maxConnections,
        int maxConnectionsPerAddress,
        RoomOptions rooms,
        int maxRoomsPerConnection,
        int maxMessageRate,
        int maxRequestRate,
        int maxMemberships,
        int maxLineBytes,
        Duration handshakeTimeout,
        Duration idleTimeout,
        long pendingBudgetBytes,
        int maxFullSockets,
        long unfinishedBudgetBytes) {}
