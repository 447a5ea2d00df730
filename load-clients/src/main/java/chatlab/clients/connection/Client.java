package chatlab.clients.connection;

import chatlab.clients.behaviour.Behaviour;
import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Churner;
import chatlab.clients.behaviour.Hopper;
import chatlab.clients.behaviour.Listener;
import chatlab.clients.behaviour.SlowReader;
import chatlab.clients.behaviour.Talker;
import chatlab.clients.dialect.Heard;
import chatlab.clients.dialect.Persona;
import chatlab.clients.ledger.ReceiverAccount;
import chatlab.clients.ledger.SentAccount;
import chatlab.clients.record.Move;
import chatlab.clients.record.MoveRecorder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One simulated client and its connection, one after the other if it comes and goes. Confined to its event loop. */
@ChannelHandler.Sharable // of one connection at a time
final class Client extends ChannelInboundHandlerAdapter implements Scanner.Sink, ChannelFutureListener {
    /** No server may send a client away for longer than this. */
    private static final int MOST_RETRY_AFTER_MILLIS = 60_000;

    private final int number;
    private final Behaviour behaviour;
    private final ReceiverAccount received;
    private final @Nullable SentAccount sent;
    private final ClientLoop loop;
    private final Joining joining;
    /** Whether its latencies are the server's: it reads freely and is there all the time. */
    private final boolean timely;

    private int room;
    private @Nullable Channel channel;
    private Scanner scanner = Scanner.DEAF;
    private @Nullable ScheduledFuture<?> bites;
    private long connectNs;
    private String token = "";
    private boolean joined;
    private boolean touched;
    private boolean over;
    private @Nullable String farewell;
    private int firstSequenceInWindow = Integer.MAX_VALUE;
    private @Nullable Return away;
    private int retryAfterMillis;
    private @Nullable Hop hop;

    /** A move to another room that the server has been asked for. */
    private record Hop(int to, long dueNs) {}

    Client(
            int number,
            Behaviour behaviour,
            ReceiverAccount received,
            @Nullable SentAccount sent,
            ClientLoop loop,
            Joining joining) {
        this.number = number;
        this.behaviour = behaviour;
        this.received = received;
        this.sent = sent;
        this.loop = loop;
        this.joining = joining;
        timely = behaviour instanceof Talker || behaviour instanceof Listener;
        room = loop.cast().rooms().of(number);
    }

    ReceiverAccount received() {
        return received;
    }

    @Nullable
    SentAccount sent() {
        return sent;
    }

    /** Who it is to the server. */
    Persona persona() {
        return personaIn(room);
    }

    private Persona personaIn(int someRoom) {
        return new Persona(Cast.name(number), loop.cast().roomName(someRoom), token);
    }

    /** The server has given it a token. */
    void loggedIn(String newToken) {
        token = newToken;
    }

    /** It will not connect. */
    void failed(Failure failure) {
        if (loop.isClosing()) {
            return;
        }
        if (away == null) {
            joining.fail(failure);
        } else {
            tryAgain(away);
        }
    }

    /** How many messages it has sent that it will not receive itself. */
    int sentUnheard() {
        return sent == null || loop.dialect().echoes() ? 0 : sent.sent();
    }

    /** It connects for the first time, which was meant to happen then. */
    void connects(long intendedNs) {
        connectNs = intendedNs;
        loop.dial(this, number);
    }

    /** The connect has ended, one way or the other. */
    void connected(ChannelFuture connect) {
        @Nullable Throwable cause = connect.cause();
        if (cause != null) {
            failed(Failure.ofConnect(Cast.name(number), cause));
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (away == null) {
            joining.establish();
            loop.recorder().connected(System.nanoTime() - connectNs);
        }
        Persona who = persona();
        scanner = loop.wire(number)
                .open(
                        context.channel(),
                        loop.dialect().path(loop.path(), who),
                        loop.dialect().heeds(who),
                        this);
    }

    @Override
    public void open() {
        loop.dialect().opening(persona()).forEach(this::say);
        if (loop.dialect().entersUnanswered()) {
            enter();
        }
    }

    private void say(byte[] text) {
        if (channel != null) {
            // With a promise of its own: a failure of the void promise goes to the pipeline, and ends what is still to
            // be read.
            var _ = channel.writeAndFlush(loop.wire(number).frame(channel.alloc(), text, text.length));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            scanner = loop.read(scanner, bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void delivery(int run, int sender, int sequence, long intendedNs, long messageBytes) {
        boolean whole = !loop.dialect().keepsLengths()
                || messageBytes == loop.sizes().of(sender, sequence) + splicedBytes(sender);
        boolean counts = received.receive(run, sender, sequence, whole) && timely;
        loop.delivered(counts, intendedNs);
        if (counts && sender == number && behaviour instanceof Talker talker) {
            loop.cameBack(talker.cameBack(sequence, intendedNs), intendedNs);
        }
    }

    /** How much longer a sender's message is when it arrives. */
    private int splicedBytes(int sender) {
        boolean elsewhere = behaviour instanceof Hopper && loop.cast().isTalker(sender);
        return loop.splicedBytes(elsewhere ? loop.cast().rooms().of(sender) : room);
    }

    @Override
    public void serverFrame(byte[] bytes, int from, int to) {
        switch (loop.dialect().hear(bytes, from, to, persona())) {
            case Heard.Welcome welcome -> enter();
            case Heard.Gap gap -> received.gap(gap.missed());
            case Heard.Bye bye -> {
                farewell = bye.reason();
                retryAfterMillis = (int) Math.min(bye.retryAfterMillis(), MOST_RETRY_AFTER_MILLIS);
                if (sent != null && bye.accepted() >= 0) {
                    sent.accepted(bye.accepted());
                }
            }
            case Heard.Refusal refusal -> refused(refusal);
            case Heard.Call call -> {
                // Bounded: a server that reads no answers gets none.
                if (channel != null && channel.isWritable()) {
                    say(call.answer());
                }
            }
            case Heard.Nothing nothing -> {}
        }
    }

    /** It is in its room from now on. */
    private void enter() {
        if (channel == null) {
            return;
        }
        if (joined) {
            arrive();
            return;
        }
        joined = true;
        received.welcomed(room, loop::handedOver);
        long nowNs = System.nanoTime();
        if (away == null) {
            joining.join();
            loop.recorder().welcomed(nowNs - connectNs);
        } else {
            joining.comeBack();
            loop.recorder().moves(away.kind()).done(nowNs - away.dueNs());
            away = null;
        }
        if (behaviour instanceof SlowReader slow && !loop.isReadingFreely()) {
            trickle(channel, slow);
        }
    }

    private void refused(Heard.Refusal refusal) {
        joining.error(refusal.code());
        if (!joined) {
            end(refusal.code() + " (" + refusal.text() + ")");
        } else if (refusal.fatal()) {
            farewell = refusal.code();
        } else if (hop != null) { // hoppers say nothing else that might be refused
            loop.recorder().moves(Move.HOP).failed();
            received.leaves(hop.to(), loop::handedOver);
            hop = null;
        }
    }

    /** What the server said before is the better reason. */
    @Override
    public void end(String reason) {
        over = true;
        if (farewell == null) {
            farewell = reason;
        }
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /** From now on a bite at a time. */
    private void trickle(Channel channel, SlowReader slow) {
        channel.config().setAutoRead(false);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(slow.biteBytes()).maxMessagesPerRead(1));
        bites = channel.eventLoop()
                .scheduleAtFixedRate(
                        () -> channel.read(), slow.biteIntervalNs(), slow.biteIntervalNs(), TimeUnit.NANOSECONDS);
    }

    /** The drain has begun: a slow reader reads freely from now on. */
    void readFreely() {
        if (bites != null && channel != null) {
            bites.cancel(false);
            bites = null;
            channel.config().setRecvByteBufAllocator(ClientLoop.receiveBuffers());
            channel.config().setAutoRead(true);
        }
    }

    /** The schedule says: now. */
    void act(long intendedNs, long nowNs, boolean inWindow) {
        switch (behaviour) {
            case Talker talker -> talk(talker, intendedNs, nowNs, inWindow);
            case Churner churner -> leave(intendedNs);
            case Hopper hopper -> hop(hopper, intendedNs);
            case Listener listener -> {}
            case SlowReader slow -> {}
        }
    }

    /** Leaves, to come back at once. */
    private void leave(long dueNs) {
        MoveRecorder churn = loop.recorder().moves(Move.CHURN);
        churn.due();
        if (loop.isClosing() || !joined || channel == null) {
            return; // it is not back from the last time
        }
        churn.begun();
        joining.stepOut();
        received.left();
        joined = false;
        away = new Return(Move.CHURN, dueNs);
        var _ = channel.close();
    }

    /** Asks to move to another room. */
    private void hop(Hopper hopper, long dueNs) {
        MoveRecorder hops = loop.recorder().moves(Move.HOP);
        hops.due();
        if (loop.isClosing() || !joined || channel == null || hop != null) {
            return; // it has not arrived from the last time
        }
        hops.begun();
        hop = new Hop(hopper.next(room), dueNs);
        received.moves(hop.to());
        loop.dialect().moving(personaIn(hop.to())).forEach(this::say);
    }

    /** The server says that it is in the other room. */
    private void arrive() {
        if (hop != null) {
            received.leaves(room, loop::handedOver);
            room = hop.to();
            received.welcomed(room, loop::handedOver);
            loop.recorder().moves(Move.HOP).done(System.nanoTime() - hop.dueNs());
            hop = null;
        }
    }

    /** Whether it is on its way from one connection or room to another of its own accord. */
    boolean isMoving() {
        return hop != null || (away != null && away.kind() == Move.CHURN);
    }

    private void talk(Talker talker, long intendedNs, long nowNs, boolean inWindow) {
        if (sent == null) {
            return;
        }
        sent.scheduled(inWindow);
        if (inWindow) {
            loop.recorder().sendLag(nowNs - intendedNs);
        }
        if (touched && channel != null && !channel.isWritable()) {
            channel.flush(); // a burst alone must not fill what is there for a socket that takes no more
        }
        // Bounded: at the high-water mark the message stays unsent, which the summary tells.
        if (loop.isClosing() || over || channel == null || !channel.isActive() || !channel.isWritable()) {
            return;
        }
        if (sent.hasEnded()) {
            return; // it is back as a listener: what the server took of its last connection's messages may be unknown
        }
        int sequence = sent.handOver();
        if (inWindow && firstSequenceInWindow == Integer.MAX_VALUE) {
            firstSequenceInWindow = sequence;
        }
        byte[] frame = loop.frame();
        int length = talker.write(frame, sequence, intendedNs, nowNs);
        channel.write(loop.wire(number).frame(channel.alloc(), frame, length)).addListener(this);
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
        loop.wrote();
    }

    void flush() {
        touched = false;
        if (channel != null) {
            channel.flush();
        }
    }

    /** The socket took the oldest message that was waiting, or the connection has ended. */
    @Override
    public void operationComplete(ChannelFuture write) {
        if (sent != null && write.isSuccess()) {
            sent.sent(sent.sent() >= firstSequenceInWindow);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (farewell == null) {
            farewell = "reset";
        }
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (bites != null) {
            bites.cancel(false);
            bites = null;
        }
        if (loop.isClosing()) {
            return;
        }
        if (away != null && !away.isAttempted()) {
            goBack(away); // it has left of its own accord
        } else if (away != null) {
            tryAgain(away);
        } else if (joined) {
            cutOff();
        } else {
            joining.fail(Failure.turnedAway(
                    Cast.name(number),
                    farewell == null ? "the server closed the connection before it said welcome" : farewell));
        }
    }

    private void cutOff() {
        joining.leave(farewell == null ? "closed" : farewell, !(behaviour instanceof SlowReader));
        received.cutOff();
        if (sent != null) {
            sent.ended();
        }
        if (hop != null) {
            loop.recorder().moves(Move.HOP).failed();
            hop = null;
        }
        if (loop.reconnects()) {
            joined = false;
            away = new Return(Move.RECONNECT, System.nanoTime());
            loop.recorder().moves(Move.RECONNECT).due();
            loop.recorder().moves(Move.RECONNECT).begun();
            Return back = away;
            loop.later(() -> goBack(back), back.fail(), retryAfterMillis);
        }
    }

    private void goBack(Return back) {
        channel = null;
        scanner = Scanner.DEAF;
        over = false;
        farewell = null;
        retryAfterMillis = 0;
        back.attempt();
        received.comesBack(room);
        loop.dial(this, number);
    }

    private void tryAgain(Return back) {
        loop.recorder().moves(back.kind()).failed();
        loop.later(() -> goBack(back), back.fail(), retryAfterMillis);
    }
}
