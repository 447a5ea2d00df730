/** Clients on Netty: each connection confined to its event loop. Start reading at {@link chatlab.clients.connection.Fleet}. */
@NullMarked
package chatlab.clients.connection;

import org.jspecify.annotations.NullMarked;
