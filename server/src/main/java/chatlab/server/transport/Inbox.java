package chatlab.server.transport;

import chatlab.server.chat.Member;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The one way in from a client whose dialect is served: hands its bytes to the dialect's intake, and accounts for what is
 * unfinished. Confined to its loop.
 */
final class Inbox implements Intake.Owner {
    private final Connection connection;
    private final Member member;
    private Intake intake;
    private boolean unfinished;

    Inbox(Connection connection, Member member, Wire wire) {
        this.connection = connection;
        this.member = member;
        intake = wire.intake(connection.table().maxLineBytes(), this);
    }

    /** From now on the client sends in this form. */
    void speak(Wire wire) {
        intake = wire.intake(connection.table().maxLineBytes(), this);
    }

    /**
     * Works off what has come, until the connection takes no more.
     *
     * @return how the connection has to end; null if it goes on
     */
    @Nullable
    Ending take(ByteBuf in) {
        long startNs = System.nanoTime();
        long acceptedBefore = member.accepted();
        ConnectionTable table = connection.table();
        byte[] scratch = table.scratch();
        @Nullable Ending ending = null;
        while (ending == null && connection.isTaking() && in.isReadable()) {
            int length = Math.min(in.readableBytes(), scratch.length);
            in.readBytes(scratch, 0, length);
            ending = intake.take(scratch, 0, length);
        }
        if (ending == null && connection.isTaking() && intake.heldBytes() > 0) {
            unfinished = true;
            table.unfinished().hold(connection, intake.heldBytes(), table.nowNs());
        }
        if (member.accepted() != acceptedBefore) {
            table.carriedMessages(startNs);
        }
        return ending;
    }

    /** Nobody cares any more for what is unfinished. */
    void clear() {
        intake.clear();
        unfinished = false;
        connection.table().unfinished().forget(connection); // it may be a request, which did not come in here
    }

    @Override
    public boolean frame(byte[] bytes, int offset, int length) {
        finished();
        member.receive(bytes, offset, length);
        return connection.isTaking();
    }

    @Override
    public boolean answer(byte[] framed) {
        connection.answer(framed);
        return connection.isTaking();
    }

    @Override
    public @Nullable String clientId() {
        return member.clientId();
    }

    @Override
    public void finished() {
        if (unfinished) {
            unfinished = false;
            connection.table().unfinished().forget(connection);
        }
    }
}
