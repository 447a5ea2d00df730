/**
 * The core: who is in which room, and in which order a room's messages reach them. Start reading at
 * {@link chatlab.server.chat.Member}, then {@link chatlab.server.chat.Room}.
 */
@NullMarked
package chatlab.server.chat;

import org.jspecify.annotations.NullMarked;
