package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import io.netty.buffer.ByteBuf;

/**
 * A connection that there is no room for. It is told so as soon as its dialect is known. If the client surely awaits that
 * answer, the connection ends with it; otherwise the output is shut, and input is thrown away until the client has ended too,
 * as a close over unread bytes would destroy the answer. Confined to the loop of the listening socket.
 */
abstract class RefusedConnection {
    private final Refusals refusals;
    private final EndReason why;
    private final FirstBytes first = new FirstBytes();
    private long deadlineNs;
    private boolean told;
    private boolean gone;

    RefusedConnection(Refusals refusals, EndReason why) {
        this.refusals = refusals;
        this.why = why;
        deadlineNs = System.nanoTime() + refusals.handshakeNs();
    }

    /** Looks whether something has come, if nothing else would tell. */
    abstract void poll();

    /** Sends the bytes; they may wait for the end that follows at once. */
    abstract void sendLast(byte[] answer);

    /** Nothing more is sent. */
    abstract void shutOutput();

    /** Closes the socket at once. */
    abstract void closeSocket();

    final Refusals refusals() {
        return refusals;
    }

    final EndReason why() {
        return why;
    }

    /** Takes what has come. */
    final void take(ByteBuf in) {
        refusals.traffic().countReceived(in.readableBytes());
        if (!told) {
            Dialect dialect = first.add(in, refusals.scratch());
            if (dialect != Dialect.UNDECIDED) {
                boolean awaitsAnswer = dialect.endsRequest(in); // before the answer takes the buffer
                tell(dialect);
                if (awaitsAnswer) {
                    close();
                } else {
                    shut();
                }
            }
        }
    }

    /** Ends at once, with an answer if it had none. */
    final void makeRoom() {
        if (!told) {
            poll(); // what came since is better not closed over, and tells its dialect
        }
        if (!told) {
            tellNow();
        }
        close();
    }

    final void checkDeadline(long nowNs) {
        if (gone || nowNs - deadlineNs < 0) {
            return;
        }
        if (told) {
            close();
        } else {
            tellNow();
        }
    }

    final void closeUnlessTold() {
        if (!told) {
            close();
        }
    }

    final void close() {
        if (!gone) {
            gone = true;
            closeSocket();
            refusals.gone(this);
        }
    }

    /** As to one that has been silent for too long. */
    private void tellNow() {
        tell(first.isEmpty() ? Dialect.UNDECIDED : Dialect.TEXT);
        shut();
    }

    private void tell(Dialect dialect) {
        if (gone) {
            return; // its socket's number may be another's already
        }
        told = true;
        byte[] answer = refusals.answers().next(dialect, first.askForHead(), why);
        refusals.traffic().countWrite(answer.length);
        if (answer.length > 0) {
            sendLast(answer);
        }
    }

    private void shut() {
        if (!gone) {
            deadlineNs = System.nanoTime() + refusals.endNs();
            shutOutput();
        }
    }
}
