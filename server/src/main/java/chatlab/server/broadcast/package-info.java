/** The ways to hand a message to a room's members. Start reading at {@link chatlab.server.broadcast.BroadcastStrategy}. */
@NullMarked
package chatlab.server.broadcast;

import org.jspecify.annotations.NullMarked;
