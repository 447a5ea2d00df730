package chatlab.server.transport;

import chatlab.protocol.ByeReason;
import chatlab.protocol.FrameException;
import chatlab.protocol.ServerFrames;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Framing;
import chatlab.server.chat.Member;
import chatlab.server.chat.Message;
import chatlab.server.chat.Outlet;
import chatlab.server.chat.Sink;
import chatlab.server.transport.FrameQueue.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
 * can be told apart from it lives in {@link Outbox}, {@link Wire}, {@link FirstBytes} and {@link HttpExchange}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what could fail ends the channel, and that is noticed
final class Connection extends ChannelInboundHandlerAdapter
        implements Outlet, Outbox.Owner, HttpExchange.Owner, ApiExchange.Owner {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** How long an end may take before the connection is simply closed. */
    private static final long END_NS = TimeUnit.SECONDS.toNanos(5);

    /** Behind more than that nobody is told who comes and goes, in bytes. */
    private static final int MAX_BEFORE_ANNOUNCEMENT = 4 * 1024;

    private enum Phase {
        /** No dialect is known yet, nothing is said. */
        SILENT,
        /** An HTTP request is being read, or worked off. */
        HTTP,
        /** Served; a client that has been silent for too long is taken to speak JSON lines. */
        OPEN,
        /** The last words are on their way. */
        ENDING,
        /** Everything is said; the client's end is awaited. */
        LINGERING
    }

    private final ConnectionTable table;
    private final DuplexChannel channel;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Member member;
    private FirstBytes first = FirstBytes.NONE;
    private final long openedNs;
    private final SignsOfLife life;
    private Wire wire = Wire.JSON_LINES;
    private @Nullable HttpExchange request;
    private @Nullable ApiExchange call;
    private Phase phase = Phase.SILENT;
    private @Nullable Departure departure;
    private boolean taking = true;
    private boolean dialectKnown;
    private boolean clientEnded;

    /** Where its table has it. */
    int place;

    /** Whether its table is to flush it. */
    boolean awaitsFlush;

    /** While its socket is full: since when, by its table's clock. */
    long stuckNs;

    Connection(ConnectionTable table, DuplexChannel channel) {
        this.table = table;
        this.channel = channel;
        outbox = new Outbox(channel, table.traffic(), table.budget(), this);
        member = table.member(this);
        inbox = new Inbox(this, member, wire);
        openedNs = System.nanoTime();
        life = new SignsOfLife(openedNs);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        table.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        EndReason ended = leave(EndReason.CLIENT).reason();
        become(Phase.LINGERING);
        taking = false;
        outbox.close();
        forgetUnfinished();
        if (call != null) {
            call.giveUp();
        }
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
            life.seen(table.nowNs());
            if (taking) {
                take(in);
            }
        } finally {
            in.release();
        }
    }

    private void take(ByteBuf in) {
        if (!dialectKnown) {
            if (first == FirstBytes.NONE) {
                first = new FirstBytes();
            }
            Dialect dialect = first.add(in, table.scratch());
            if (dialect == Dialect.UNDECIDED) {
                return;
            }
            speak(dialect);
            takeWithFirst(in);
        } else {
            takeKnown(in);
        }
    }

    /** Takes what was held until the dialect is known, and what has come now. */
    private void takeWithFirst(ByteBuf in) {
        ByteBuf all = first.joined(in, channel.alloc());
        if (phase != Phase.HTTP) {
            first = FirstBytes.NONE;
        }
        try {
            takeKnown(all);
        } finally {
            all.release();
        }
    }

    private void takeKnown(ByteBuf in) {
        if (phase == Phase.OPEN) {
            takeFrames(in);
        } else if (phase == Phase.HTTP) {
            takeRequest(in);
        }
    }

    private void takeRequest(ByteBuf in) {
        if (call != null) {
            return; // the connection ends with the answer
        }
        HttpExchange exchange = request == null
                ? new HttpExchange(table.routes(), Acceptor.addressOf(channel), answers(), this)
                : request;
        request = exchange;
        switch (exchange.take(in)) {
            case null -> table.unfinished().hold(this, exchange.heldBytes(), table.nowNs());
            case HttpVerdict.AwaitsBody _ -> throw new IllegalStateException("An exchange awaits the body itself.");
            case HttpVerdict.Upgraded upgraded -> upgrade(upgraded, in);
            case HttpVerdict.Refused refused -> {
                if (refused.code() != null) {
                    table.traffic().countRefused(refused.code());
                }
                end(EndReason.HTTP, refused.answer());
            }
            case HttpVerdict.Called called -> begin(called.call());
        }
    }

    @Override
    public void goOn(byte[] answer) {
        answer(answer);
        outbox.flush();
    }

    private void begin(ApiCall asked) {
        forgetUnfinished();
        ApiExchange exchange =
                new ApiExchange(member, table.credentials(), table.traffic(), table.loop(), answers(), this);
        call = exchange;
        exchange.begin(asked);
    }

    @Override
    public void answerCall(byte[] answer) {
        end(EndReason.HTTP, answer);
    }

    private HttpAnswers answers() {
        return HttpAnswers.of(first.askForHead());
    }

    private void takeFrames(ByteBuf in) {
        Ending ending = inbox.take(in);
        if (ending != null) {
            end(ending);
        }
        outbox.flushAnswers();
    }

    private void become(Phase next) {
        phase = next;
        outbox.ownerChanged();
    }

    ConnectionTable table() {
        return table;
    }

    boolean isTaking() {
        return taking;
    }

    /** Queues what is framed already; it is flushed when the current read has been worked off. */
    void answer(byte[] framed) {
        if (framed.length > 0) {
            outbox.add(buffer(framed), Kind.ANSWER);
        }
    }

    private void speak(Dialect dialect) {
        dialectKnown = dialect != Dialect.UNDECIDED;
        switch (dialect) {
            case JSON_LINES, UNDECIDED -> become(Phase.OPEN);
            case HTTP -> {
                become(Phase.HTTP);
                member.leave(); // what is said from now on could not be told to it
            }
            case TEXT -> {
                member.leave(); // it was told in another form
                wire = Wire.TEXT;
                inbox.speak(wire);
                become(Phase.OPEN);
            }
            case NOISE -> end(EndReason.NOISE, LastWords.noDialect());
            case TLS -> close(EndReason.TLS);
        }
    }

    /** The client speaks WebSocket from now on. What it has sent already is in {@code rest}. */
    private void upgrade(HttpVerdict.Upgraded upgraded, ByteBuf rest) {
        forgetUnfinished();
        wire = Wire.WEBSOCKET; // what the room is told to send it as
        try {
            member.enter(upgraded.room());
        } catch (FrameException e) {
            end(EndReason.HTTP, answers().noRoom(e));
            return;
        }
        table.traffic().countUpgrade();
        inbox.speak(wire);
        become(Phase.OPEN);
        answer(upgraded.answer());
        member.hears();
        if (upgraded.clientId() != null) {
            member.admit(upgraded.clientId());
        }
        takeFrames(rest);
    }

    @Override
    public Framing framing() {
        return wire.framing;
    }

    @Override
    public Sink sink() {
        return outbox;
    }

    @Override
    public boolean isServed() {
        return phase == Phase.OPEN;
    }

    @Override
    public boolean takesMessages() {
        return phase == Phase.OPEN || phase == Phase.ENDING;
    }

    @Override
    public void broken() {
        close(EndReason.RESET);
        become(Phase.LINGERING);
    }

    @Override
    public void countDeliveries(int messages) {
        table.traffic().countDeliveries(messages);
    }

    @Override
    public void withhold() {
        outbox.withhold();
    }

    @Override
    public void handOn() {
        outbox.handOn();
    }

    @Override
    public void announce(byte[] frame) {
        if (outbox.waitingBytes() > MAX_BEFORE_ANNOUNCEMENT) {
            outbox.flush(); // what has come together in this iteration may only wait for its end
        }
        if (outbox.waitingBytes() <= MAX_BEFORE_ANNOUNCEMENT || outbox.isWithheld()) {
            send(frame);
            flushSoon();
        }
    }

    @Override
    public void whisper(Message message) {
        if (phase == Phase.OPEN) {
            outbox.add(message.framed(wire.framing), Kind.ANSWER);
            flushSoon();
        }
    }

    @Override
    public void flushSoon() {
        table.flushSoon(this);
    }

    @Override
    public void tell(byte[] frame) {
        if (phase == Phase.OPEN) {
            outbox.add(buffer(wire.frame(frame)), Kind.ANSWER);
            flushSoon();
        }
    }

    @Override
    public void missed(String room, long messages) {
        table.traffic().countMissed(messages);
        outbox.add(buffer(wire.frame(ServerFrames.gap(room, messages))), Kind.ANSWER);
    }

    @Override
    public void emptied() {
        if (takesMessages()) {
            member.resume();
        }
    }

    @Override
    public void deliver(Message message) {
        if (phase == Phase.OPEN) {
            outbox.add(message.framed(wire.framing), Kind.MESSAGE);
        }
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void send(byte[] frame) {
        if (phase == Phase.OPEN) {
            answer(wire.frame(frame));
        } else if (phase == Phase.HTTP && call != null) {
            call.answer(frame);
        }
    }

    @Override
    public void settled() {
        if (phase == Phase.HTTP && call != null) {
            call.settled();
        }
    }

    @Override
    public void end(ByeReason bye) {
        switch (phase) {
            case SILENT -> end(EndReason.of(bye), new byte[0]); // nothing is said before a dialect is known
            case HTTP -> end(EndReason.of(bye), answers().unavailable("The chat server can't take this now."));
            case OPEN, ENDING, LINGERING -> {
                if (bye == ByeReason.QUIT) {
                    endAfterDelivery(() -> Ending.bye(bye, member.accepted())); // which may not all be known yet
                } else {
                    end(Ending.bye(bye, member.accepted()));
                }
            }
        }
    }

    private void end(Ending ending) {
        if (ending.isByClient()) {
            endAfterDelivery(() -> ending);
        } else {
            end(ending.reason, wire.lastWords(ending));
        }
    }

    /** A client that ends of its own accord still gets the messages that it sent itself. */
    private void endAfterDelivery(Supplier<Ending> how) {
        stopTaking();
        member.afterDelivery(() -> {
            Ending ending = how.get();
            end(ending.reason, wire.lastWords(ending));
        });
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
            life.seen(table.nowNs());
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
    @Override
    public void tooSlow() {
        member.forsake();
        outbox.giveUp();
        if (phase == Phase.OPEN || phase == Phase.HTTP) {
            end(ByeReason.SLOW_CONSUMER);
        } else {
            close(EndReason.SLOW_CONSUMER);
        }
    }

    /** What it has not finished has become too old, or the oldest of too many. */
    void endUnfinished() {
        end(ByeReason.UNFINISHED);
    }

    void stopTaking() {
        taking = false;
        forgetUnfinished();
    }

    private void forgetUnfinished() {
        inbox.clear();
        request = null;
    }

    void shutDown(long deadlineNs) {
        end(ByeReason.SHUTDOWN);
        leave(EndReason.SHUTDOWN).within(deadlineNs);
    }

    /** @param readUpToNs what the client had sent by then has been read */
    void checkDeadlines(long readUpToNs, long nowNs) {
        switch (phase) {
            case SILENT -> {
                if (readUpToNs - openedNs >= table.handshakeNs()) {
                    endSilence();
                }
            }
            case HTTP -> {
                if (call != null && call.isOverdue(nowNs)) {
                    end(EndReason.HTTP, answers().failure());
                } else if (call == null && readUpToNs - first.sinceNs() >= table.handshakeNs()) {
                    end(EndReason.HTTP, answers().timeout());
                }
            }
            case OPEN -> {
                if (outbox.hasTaken()) {
                    life.seen(nowNs);
                }
                if (life.areMissing(table.idleNs(), readUpToNs)) {
                    end(ByeReason.IDLE);
                } else if (life.areToBeAskedFor(table.idleNs(), nowNs)) {
                    outbox.add(buffer(wire.ping()), Kind.PING);
                    outbox.flush();
                }
                outbox.trim();
                if (phase == Phase.OPEN && readUpToNs - openedNs >= table.handshakeNs()) {
                    endGrace();
                }
                if (phase == Phase.OPEN && !first.isEmpty() && readUpToNs - first.sinceNs() >= table.handshakeNs()) {
                    writesText();
                }
            }
            case ENDING, LINGERING -> {
                if (departure == null || departure.isOverdue(nowNs)) {
                    channel.close();
                }
            }
        }
    }

    /** Its first line may have been incomplete all the time, or no hello that admits it. */
    private void endGrace() {
        if (member.isAdmitted()) {
            member.enter();
        } else {
            end(ByeReason.UNAUTHENTICATED);
        }
    }

    /** Who says nothing in time listens, if that needs no credentials; who has begun something that could have become HTTP writes text. */
    private void endSilence() {
        if (!member.isAdmitted()) {
            end(ByeReason.UNAUTHENTICATED);
        } else if (first.isEmpty()) {
            speak(Dialect.UNDECIDED);
            member.enter();
        } else {
            writesText();
        }
    }

    private void writesText() {
        speak(Dialect.TEXT);
        takeWithFirst(Unpooled.EMPTY_BUFFER);
    }

    private void end(EndReason why, byte[] lastWords) {
        if (phase == Phase.ENDING || phase == Phase.LINGERING) {
            return;
        }
        departure = new Departure(why, lastWords, System.nanoTime() + END_NS);
        reading(true);
        become(Phase.ENDING);
        stopTaking();
        outbox.flush();
        member.finish();
        finishIfSaid();
    }

    private void finishIfSaid() {
        if (phase != Phase.ENDING || !member.isDone()) {
            return;
        }
        byte[] lastWords = leave(EndReason.FAILURE).takeLastWords();
        if (lastWords.length > 0) {
            outbox.add(buffer(lastWords), Kind.ANSWER);
            outbox.flush();
        }
        if (phase == Phase.ENDING && outbox.isEmpty()) {
            become(Phase.LINGERING);
            // This may be in the middle of a broadcast, whose list of members must stand still.
            table.loop().execute(member::leave);
            // The channel may be in the middle of writing the slice whose end this is.
            table.loop().execute(clientEnded ? channel::close : channel::shutdownOutput);
        }
    }

    void close(EndReason why) {
        leave(why);
        channel.close();
    }

    /** It ends for this reason, unless it has another one already. */
    private Departure leave(EndReason why) {
        Departure known = departure;
        if (known == null) {
            known = new Departure(why);
            departure = known;
        }
        return known;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            clientEnded = true;
            if (phase == Phase.LINGERING) {
                channel.close();
            } else if (phase != Phase.HTTP || call == null || !call.outlivesClient()) {
                end(Ending.GONE);
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
        byte[] lastWords = switch (phase) {
            case HTTP -> answers().failure();
            case OPEN -> wire.lastWords(Ending.FAILURE);
            case SILENT, ENDING, LINGERING -> new byte[0];
        };
        become(Phase.LINGERING);
        taking = false;
        if (lastWords.length > 0) {
            // Past the outbox, which may be what failed. What it has written ends with a frame, or this is a broken
            // connection.
            channel.writeAndFlush(Unpooled.wrappedBuffer(lastWords));
        }
        close(EndReason.FAILURE);
    }

    private ByteBuf buffer(byte[] bytes) {
        return channel.alloc().directBuffer(bytes.length).writeBytes(bytes);
    }
}
