package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import org.jspecify.annotations.Nullable;

/** JSON lines as they come in. */
final class LineIntake implements Intake {
    private final int maxLineBytes;
    private final LineBuffer lines;
    private final LineBuffer.Sink owner;

    LineIntake(int maxLineBytes, Owner owner) {
        this.maxLineBytes = maxLineBytes;
        this.owner = owner::frame;
        lines = new LineBuffer(maxLineBytes);
    }

    @Override
    public @Nullable Ending take(byte[] bytes, int from, int to) {
        return lines.take(bytes, from, to, owner)
                ? null
                : Ending.error(
                        EndReason.TOO_LONG,
                        CloseCode.TOO_BIG,
                        ErrorCode.TOO_LONG,
                        "A line may have at most " + maxLineBytes + " bytes without its end.");
    }

    @Override
    public int heldBytes() {
        return lines.heldBytes();
    }

    @Override
    public void clear() {
        lines.clear();
    }
}
