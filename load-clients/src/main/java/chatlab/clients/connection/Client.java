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
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One simulated client and its connection, one after the other if it comes and goes. Confined to its event loop. */
@ChannelHandler.Sharable // of one connection at a time
final class Client extends ChannelInboundHandlerAdapter implements Scanner.Sink, ChannelFutureListener {
    private final int number;
    private final Behaviour behaviour;
    private final ReceiverAccount received;
    private final @Nullable SentAccount sent;
    private final ClientLoop loop;
    private final Joining joining;
    /** Whether its latencies are the server's: it reads freely and is there all the time. */
    private final boolean timely;

    private final Presence presence;
    private final RecvByteBufAllocator reads;
    private @Nullable Channel channel;
    private Scanner scanner = Scanner.DEAF;
    private @Nullable ScheduledFuture<?> biting;
    private String token = "";
    private boolean touched;
    private boolean over;
    private @Nullable String farewell;
    private int firstSequenceInWindow = Integer.MAX_VALUE;

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
        reads = behaviour instanceof SlowReader ? new Bites(loop.readBuffer()) : loop.readBuffer();
        presence = new Presence(this, loop.cast().rooms().of(number), received, loop, joining);
    }

    ReceiverAccount received() {
        return received;
    }

    @Nullable
    SentAccount sent() {
        return sent;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    String name() {
        return Cast.name(number);
    }

    /** Where it is. */
    Presence presence() {
        return presence;
    }

    /** Who it is to the server. */
    Persona persona() {
        return personaIn(presence.room());
    }

    /** Who it would be in that room. */
    Persona personaIn(int room) {
        return new Persona(name(), loop.cast().roomName(room), token);
    }

    /** The server has given it a token. */
    void loggedIn(String newToken) {
        token = newToken;
    }

    /** How many messages it has sent that it will not receive itself. */
    int sentUnheard() {
        return sent == null || loop.dialect().echoes() ? 0 : sent.sent();
    }

    /** How much its channel's reads take. */
    RecvByteBufAllocator reads() {
        return reads;
    }

    /**
     * Connects, as if it never had been.
     *
     * @param elsewhere where a server has sent it; null for its target
     */
    void dial(@Nullable InetSocketAddress elsewhere) {
        scanner = Scanner.DEAF;
        over = false;
        farewell = null;
        token = "";
        loop.dial(this, number, elsewhere);
    }

    /** Ends its connection without a word. */
    void hangUp() {
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /** The connect has ended, one way or the other. */
    void connected(ChannelFuture connect) {
        @Nullable Throwable cause = connect.cause();
        if (cause != null) {
            presence.failed(Failures.ofConnect(name(), cause));
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (over) { // it has been given up meanwhile
            var _ = context.close();
            return;
        }
        presence.connected();
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
            enter(false);
        }
    }

    /** Sends a frame. */
    void say(byte[] text) {
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
        return loop.splicedBytes(elsewhere ? loop.cast().rooms().of(sender) : presence.room());
    }

    @Override
    public void serverFrame(byte[] bytes, int from, int to) {
        switch (loop.dialect().hear(bytes, from, to, persona())) {
            case Heard.Welcome welcome -> enter(true);
            case Heard.Gap gap -> received.gap(gap.missed());
            case Heard.Bye bye -> {
                farewell = bye.reason();
                presence.bye(bye);
                // Of a connection on which it only listens, it says nothing.
                if (sent != null && bye.accepted() >= 0 && !sent.hasEnded()) {
                    sent.accepted(bye.accepted());
                }
            }
            case Heard.Refusal refusal -> refused(refusal);
            case Heard.Redirect redirect -> presence.redirected(redirect);
            case Heard.Call call -> {
                // Bounded: a server that reads no answers gets none.
                if (channel != null && channel.isWritable()) {
                    say(call.answer());
                }
            }
            case Heard.Nothing nothing -> {}
        }
    }

    private void enter(boolean answered) {
        if (channel != null
                && presence.enter(answered)
                && behaviour instanceof SlowReader slow
                && !loop.isReadingFreely()) {
            trickle(channel, slow);
        }
    }

    private void refused(Heard.Refusal refusal) {
        joining.error(refusal.code());
        if (!presence.isIn()) {
            end(refusal.code() + " (" + refusal.text() + ")");
        } else if (refusal.fatal()) {
            farewell = refusal.code();
        } else {
            presence.refused();
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
        if (reads instanceof Bites bites) {
            bites.trickle(slow.biteBytes());
        }
        biting = channel.eventLoop()
                .scheduleAtFixedRate(
                        () -> channel.read(), slow.biteIntervalNs(), slow.biteIntervalNs(), TimeUnit.NANOSECONDS);
    }

    /** The drain has begun: a slow reader reads freely from now on. */
    void readFreely() {
        if (biting != null && channel != null) {
            biting.cancel(false);
            biting = null;
            if (reads instanceof Bites bites) {
                bites.readFreely();
            }
            channel.config().setAutoRead(true);
        }
    }

    /** The schedule says: now. */
    void act(long intendedNs, long nowNs, boolean inWindow) {
        switch (behaviour) {
            case Talker talker -> talk(talker, intendedNs, nowNs, inWindow);
            case Churner churner -> presence.churn(intendedNs);
            case Hopper hopper -> presence.hop(hopper, intendedNs);
            case Listener listener -> {}
            case SlowReader slow -> {}
        }
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
            // What is not the connection's failure must not look like the server's.
            farewell = cause instanceof IOException ? "reset" : "failed here: " + cause;
        }
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channel = null;
        if (biting != null) {
            biting.cancel(false);
            biting = null;
        }
        if (reads instanceof Bites bites) {
            bites.readFreely(); // until it is in its room again, if it comes back
        }
        if (!loop.isClosing()) {
            presence.ended(farewell);
        }
    }

    /** The server has ended its connection. */
    void cutOff() {
        if (sent != null) {
            sent.ended();
        }
    }
}
