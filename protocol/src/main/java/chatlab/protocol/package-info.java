/**
 * The wire protocol, version 1, as {@code docs/protocol.md} states it. Start reading at {@link
 * chatlab.protocol.FrameReader} for what clients say ({@link chatlab.protocol.ChatScanner} recognises the usual of it
 * faster), {@link chatlab.protocol.ServerFrames} for what servers answer and {@link chatlab.protocol.MessageStamp} for what
 * simulated clients write into their messages.
 */
@NullMarked
package chatlab.protocol;

import org.jspecify.annotations.NullMarked;
