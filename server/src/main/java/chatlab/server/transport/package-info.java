/**
 * Sockets: the port, its connections, their dialects and deadlines. Start reading at
 * {@link chatlab.server.transport.ChatPort}, then {@code Connection}.
 */
@NullMarked
package chatlab.server.transport;

import org.jspecify.annotations.NullMarked;
