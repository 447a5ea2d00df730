package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import org.jspecify.annotations.Nullable;

/** JSON lines as they come in. One object with its buffer, because every connection has one. */
final class LineIntake extends LineBuffer implements Intake {
    private final Owner owner;

    LineIntake(int maxLineBytes, Owner owner) {
        super(maxLineBytes);
        this.owner = owner;
    }

    @Override
    public @Nullable Ending take(byte[] bytes, int from, int to) {
        return take(bytes, from, to, owner)
                ? null
                : Ending.error(
                        EndReason.TOO_LONG,
                        CloseCode.TOO_BIG,
                        ErrorCode.TOO_LONG,
                        "A line may have at most " + maxLineBytes() + " bytes without its end.");
    }
}
