package chatlab.server.transport;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.ServerFrames;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Member;
import chatlab.server.chat.Outlet;
import chatlab.server.transport.FrameQueue.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its end. Confined to its loop.
 *
 * <p>An end is orderly: what is queued goes out, then the last words, then the output is shut while input is read and
 * thrown away until the client has ended too. Closing at once would make the kernel answer the client's unread bytes with
 * a reset, which destroys what is still on its way to the client.
 *
 * <p>Long, because every event (bytes, deliveries, deadlines, the client's end, errors) is judged by the same phase; what
 * can be told apart from it lives in {@link Outbox}, {@link LineBuffer}, {@link Dialect} and {@link LastWords}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what could fail ends the channel, and that is noticed
final class Connection extends ChannelInboundHandlerAdapter implements Outlet, Outbox.Owner {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** How long an end may take before the connection is simply closed. */
    private static final long END_NS = TimeUnit.SECONDS.toNanos(5);

    private enum Phase {
        /** No dialect is known yet, nothing is said. */
        SILENT,
        /** Served as JSON lines, which is what a client that has been silent for too long is taken to speak. */
        OPEN,
        /** The last words are on their way. */
        ENDING,
        /** Everything is said; the client's end is awaited. */
        LINGERING
    }

    private final ConnectionTable table;
    private final DuplexChannel channel;
    private final boolean refused;
    private final Outbox outbox;
    private final Member member;
    private final LineBuffer lines;
    private final long openedNs;
    private byte[] first = {};
    private long firstNs;
    private Phase phase = Phase.SILENT;
    private @Nullable EndReason reason;
    private boolean taking = true;
    private boolean unfinished;
    private boolean dialectKnown;
    private boolean answered;
    private boolean pinged;
    private boolean clientEnded;
    private long activeNs;
    private long endDeadlineNs;

    /** Where its table has it. */
    int place;

    /** @param refused whether there are enough connections without it: it will only be told so */
    Connection(ConnectionTable table, DuplexChannel channel, boolean refused) {
        this.table = table;
        this.channel = channel;
        this.refused = refused;
        outbox = new Outbox(channel, table.traffic(), table.budget(), this);
        member = table.member(this);
        lines = new LineBuffer(table.maxLineBytes());
        openedNs = System.nanoTime();
        activeNs = openedNs;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        table.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        EndReason ended = reason == null ? EndReason.CLIENT : reason;
        reason = ended;
        phase = Phase.LINGERING;
        taking = false;
        outbox.close();
        forgetLine();
        table.unstuck(this);
        table.remove(this);
        member.leave();
        table.traffic().countClosed(ended);
        log.debug(
                "closed {} {} reason={} accepted={} seconds={}",
                channel.remoteAddress(),
                member.clientId() == null ? "-" : member.clientId(),
                ended.label(),
                member.accepted(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNs) / 1e3);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            table.traffic().countReceived(in.readableBytes());
            markActive();
            if (taking) {
                take(in);
            }
        } finally {
            in.release();
        }
    }

    private void take(ByteBuf in) {
        long startNs = System.nanoTime();
        long acceptedBefore = member.accepted();
        byte[] scratch = table.scratch();
        while (taking && in.isReadable()) {
            int held = first.length;
            System.arraycopy(first, 0, scratch, 0, held);
            int length = held + Math.min(in.readableBytes(), scratch.length - held);
            in.readBytes(scratch, held, length - held);
            if (!dialectKnown) {
                detect(scratch, length);
                if (!dialectKnown) {
                    break; // all of it is kept for the next time
                }
            }
            if (taking && phase == Phase.OPEN && !lines.take(scratch, 0, length, this::receive)) {
                end(
                        EndReason.TOO_LONG,
                        LastWords.error(
                                ErrorCode.TOO_LONG,
                                "A line may have at most " + table.maxLineBytes() + " bytes without its end."));
            }
        }
        if (taking && lines.heldBytes() > 0) {
            unfinished = true;
            table.unfinished().hold(this, lines.heldBytes(), table.nowNs());
        }
        if (member.accepted() != acceptedBefore) {
            table.carriedMessages(startNs);
        }
        if (answered) {
            answered = false;
            outbox.flush();
        }
    }

    private boolean receive(byte[] bytes, int offset, int length) {
        if (unfinished) {
            unfinished = false;
            table.unfinished().forget(this);
        }
        member.receive(bytes, offset, length);
        return taking;
    }

    private void forgetLine() {
        lines.clear();
        unfinished = false;
        table.unfinished().forget(this);
    }

    private void detect(byte[] bytes, int length) {
        Dialect dialect = Dialect.of(bytes, length);
        if (dialect == Dialect.UNDECIDED) {
            if (first.length == 0) {
                firstNs = System.nanoTime();
            }
            first = Arrays.copyOf(bytes, length);
        } else {
            first = new byte[0];
            speak(dialect);
        }
    }

    private void speak(Dialect dialect) {
        dialectKnown = dialect != Dialect.UNDECIDED;
        if (refused) {
            end(EndReason.FULL, LastWords.full(dialect));
            return;
        }
        switch (dialect) {
            case JSON_LINES, UNDECIDED -> phase = Phase.OPEN;
            case HTTP -> end(EndReason.HTTP, LastWords.notServed(dialect));
            case TEXT -> end(EndReason.TEXT, LastWords.notServed(dialect));
            case NOISE -> end(EndReason.NOISE, LastWords.notServed(dialect));
            case TLS -> close(EndReason.TLS);
        }
    }

    @Override
    public void deliver(ByteBuf message) {
        if (phase == Phase.OPEN) {
            outbox.add(message.retainedDuplicate(), Kind.MESSAGE);
        }
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void send(byte[] frame) {
        if (phase == Phase.OPEN) {
            answered = true;
            outbox.add(line(frame), Kind.ANSWER);
        }
    }

    @Override
    public void end(ByeReason bye) {
        EndReason ended = EndReason.of(bye);
        if (bye == ByeReason.QUIT) {
            endByClient(() -> end(ended, LastWords.bye(bye, member.accepted())));
        } else {
            end(ended, LastWords.bye(bye, member.accepted()));
        }
    }

    /** A client that ends of its own accord still gets the messages that it sent itself. */
    private void endByClient(Runnable end) {
        stopTaking();
        member.afterDelivery(end);
    }

    @Override
    public void reading(boolean wanted) {
        if (phase == Phase.OPEN) {
            channel.config().setAutoRead(wanted);
        }
    }

    @Override
    public void sliceTaken(boolean moreThanPings) {
        if (moreThanPings) {
            markActive();
        }
        finishIfSaid();
    }

    @Override
    public void stuck() {
        table.stuck(this);
    }

    @Override
    public void unstuck() {
        table.unstuck(this);
    }

    @Override
    public void overBound(boolean here) {
        if (!here) {
            table.relieveBudget();
        } else if (phase == Phase.OPEN) {
            tooSlow();
        }
    }

    /** Gives up what waits for this client and tells it so; one that is being ended already is simply closed. */
    void tooSlow() {
        outbox.giveUp();
        if (phase == Phase.OPEN) {
            end(ByeReason.SLOW_CONSUMER);
        } else {
            channel.close();
        }
    }

    /** Its unfinished line has become too old, or the oldest of too many. */
    void endUnfinished() {
        end(ByeReason.UNFINISHED);
    }

    void stopTaking() {
        taking = false;
        forgetLine();
    }

    void shutDown(long deadlineNs) {
        if (phase == Phase.SILENT) {
            end(EndReason.SHUTDOWN, new byte[0]); // nothing is said before a dialect is known
        } else {
            end(ByeReason.SHUTDOWN);
        }
        endDeadlineNs = deadlineNs;
    }

    void checkDeadlines(long nowNs) {
        switch (phase) {
            case SILENT -> {
                if (nowNs - openedNs >= table.handshakeNs()) {
                    endSilence();
                }
            }
            case OPEN -> {
                if (nowNs - activeNs >= table.idleNs()) {
                    end(ByeReason.IDLE);
                } else if (!pinged && nowNs - activeNs >= table.idleNs() / 2) {
                    pinged = true;
                    outbox.add(line(ServerFrames.ping()), Kind.PING);
                    outbox.flush();
                }
                if (nowNs - openedNs >= table.handshakeNs()) {
                    member.enter(); // its first line may have been incomplete all the time
                }
                if (first.length > 0 && nowNs - firstNs >= table.handshakeNs()) {
                    speak(Dialect.TEXT);
                }
            }
            case ENDING, LINGERING -> {
                if (nowNs - endDeadlineNs >= 0) {
                    channel.close();
                }
            }
        }
    }

    /** Who says nothing in time listens; who has begun something that could have become HTTP writes text. */
    private void endSilence() {
        speak(first.length == 0 ? Dialect.UNDECIDED : Dialect.TEXT);
        if (phase == Phase.OPEN) {
            member.enter();
        }
    }

    private void end(EndReason why, byte[] lastWords) {
        if (phase == Phase.ENDING || phase == Phase.LINGERING) {
            return;
        }
        reason = why;
        reading(true);
        phase = Phase.ENDING;
        taking = false;
        forgetLine();
        endDeadlineNs = System.nanoTime() + END_NS;
        // This may be in the middle of a broadcast, whose list of members must stand still.
        table.loop().execute(member::leave);
        if (lastWords.length > 0) {
            outbox.add(channel.alloc().directBuffer(lastWords.length).writeBytes(lastWords), Kind.ANSWER);
        }
        outbox.flush();
        finishIfSaid();
    }

    private void finishIfSaid() {
        if (phase == Phase.ENDING && outbox.isEmpty()) {
            phase = Phase.LINGERING;
            // The channel may be in the middle of writing the slice whose end this is.
            table.loop().execute(clientEnded ? channel::close : channel::shutdownOutput);
        }
    }

    void close(EndReason why) {
        if (reason == null) {
            reason = why;
        }
        channel.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            clientEnded = true;
            if (phase == Phase.LINGERING) {
                channel.close();
            } else {
                endByClient(() -> end(EndReason.CLIENT, new byte[0]));
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        outbox.writabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            close(EndReason.RESET);
        } else {
            fail(cause);
        }
    }

    @Override
    public void fail(Throwable cause) {
        log.error("connection {} failed", channel.remoteAddress(), cause);
        phase = Phase.LINGERING;
        taking = false;
        close(EndReason.FAILURE);
    }

    private void markActive() {
        activeNs = table.nowNs();
        pinged = false;
    }

    private ByteBuf line(byte[] frame) {
        return channel.alloc().directBuffer(frame.length + 1).writeBytes(frame).writeByte('\n');
    }
}
