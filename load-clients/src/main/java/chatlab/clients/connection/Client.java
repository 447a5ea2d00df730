package chatlab.clients.connection;

import chatlab.clients.behaviour.Behaviour;
import chatlab.clients.behaviour.Cast;
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
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One simulated client and its connection. Confined to its event loop. */
final class Client extends ChannelInboundHandlerAdapter implements Scanner.Sink, ChannelFutureListener {
    private final int number;
    private final String room;
    private final Behaviour behaviour;
    private final ReceiverAccount received;
    private final int splicedBytes;
    private final @Nullable SentAccount sent;
    private final ClientLoop loop;
    private final Joining joining;

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

    /** @param splicedBytes how much longer every message of its room is when it arrives */
    Client(
            int number,
            String room,
            Behaviour behaviour,
            ReceiverAccount received,
            int splicedBytes,
            @Nullable SentAccount sent,
            ClientLoop loop,
            Joining joining) {
        this.number = number;
        this.room = room;
        this.behaviour = behaviour;
        this.received = received;
        this.splicedBytes = splicedBytes;
        this.sent = sent;
        this.loop = loop;
        this.joining = joining;
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
        return new Persona(Cast.name(number), room, token);
    }

    /** The server has given it a token. */
    void loggedIn(String newToken) {
        token = newToken;
    }

    /** It will not connect. */
    void failed(Failure failure) {
        if (!loop.isClosing()) {
            joining.fail(failure);
        }
    }

    /** How many messages it has sent that it will not receive itself. */
    int sentUnheard() {
        return sent == null || loop.dialect().echoes() ? 0 : sent.sent();
    }

    /** It begins to connect, which was meant to happen then. */
    void connects(long intendedNs) {
        connectNs = intendedNs;
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
        joining.establish();
        loop.recorder().connected(System.nanoTime() - connectNs);
        Persona who = persona();
        scanner = loop.wire()
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
            var _ = channel.writeAndFlush(loop.wire().frame(channel.alloc(), text, text.length));
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
        boolean whole =
                !loop.dialect().keepsLengths() || messageBytes == loop.sizes().of(sender, sequence) + splicedBytes;
        boolean counts = received.receive(run, sender, sequence, whole) && !(behaviour instanceof SlowReader);
        loop.delivered(counts, intendedNs);
        if (counts && sender == number && behaviour instanceof Talker talker) {
            loop.cameBack(talker.cameBack(sequence, intendedNs), intendedNs);
        }
    }

    @Override
    public void serverFrame(byte[] bytes, int from, int to) {
        switch (loop.dialect().hear(bytes, from, to, persona())) {
            case Heard.Welcome welcome -> enter();
            case Heard.Gap gap -> received.gap(gap.missed());
            case Heard.Bye bye -> {
                farewell = bye.reason();
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
        if (joined || channel == null) {
            return;
        }
        joined = true;
        joining.join();
        loop.recorder().welcomed(System.nanoTime() - connectNs);
        switch (behaviour) {
            case SlowReader slow -> trickle(channel, slow);
            case Listener listener -> {}
            case Talker talker -> {}
        }
    }

    private void refused(Heard.Refusal refusal) {
        joining.error(refusal.code());
        if (!joined) {
            end(refusal.code() + " (" + refusal.text() + ")");
        } else if (refusal.fatal()) {
            farewell = refusal.code();
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
    void talk(long intendedNs, long nowNs, boolean inWindow) {
        if (sent == null || !(behaviour instanceof Talker talker)) {
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
        int sequence = sent.handOver();
        if (inWindow && firstSequenceInWindow == Integer.MAX_VALUE) {
            firstSequenceInWindow = sequence;
        }
        byte[] frame = loop.frame();
        int length = talker.write(frame, sequence, intendedNs, nowNs);
        channel.write(loop.wire().frame(channel.alloc(), frame, length)).addListener(this);
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
        }
        if (loop.isClosing()) {
            return;
        }
        if (!joined) {
            joining.fail(Failure.turnedAway(
                    Cast.name(number),
                    farewell == null ? "the server closed the connection before it said welcome" : farewell));
            return;
        }
        joining.leave(farewell == null ? "closed" : farewell, !(behaviour instanceof SlowReader));
        received.cutOff();
        if (sent != null) {
            sent.ended();
        }
    }
}
