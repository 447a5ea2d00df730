package chatlab.server.chat;

import chatlab.protocol.ByeReason;

/** What the core asks of a member's connection. Confined to the connection's loop. */
public interface Outlet extends Recipient {
    /** Queues an answer, one JSON object without line end. It is flushed when the current read has been worked off. */
    void send(byte[] frame);

    /** Queues a private message, and flushes it soon; the caller keeps its own reference. */
    void whisper(Message message);

    /** Hands the socket what is queued when all work of the loop's current iteration is done. */
    void flushSoon();

    /** What was to be settled for a user, see {@link Member#settle}, is so. */
    void settled();

    /** Says {@code bye} after everything queued, then ends the connection. */
    void end(ByeReason reason);

    /** Stops or resumes taking bytes from the client. */
    void reading(boolean wanted);
}
