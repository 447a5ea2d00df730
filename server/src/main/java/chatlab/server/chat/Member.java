package chatlab.server.chat;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ChatScanner;
import chatlab.protocol.ClientFrame;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.ServerFrames;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One client as the chat sees it: its name, its rooms, and what each of its frames does. Confined to its loop. */
public final class Member {
    /** How many of a member's messages may be under way between loops before no more of its bytes are taken. */
    private static final int MAX_UNDER_WAY = 256;

    /** The same in bytes. */
    private static final int MAX_UNDER_WAY_BYTES = 256 * 1024;

    private static final byte[] NOTHING = {};

    private final MemberContext context;
    private final Outlet outlet;
    private final MemberRooms rooms;
    private @Nullable String clientId;
    private long accepted;
    private int underWay;
    private int underWayBytes;
    private @Nullable Runnable afterDelivery;

    /** Null if it may send as many messages as it likes. */
    private final @Nullable TokenBucket messages;

    public Member(MemberContext context, Outlet outlet) {
        this.context = context;
        this.outlet = outlet;
        rooms = new MemberRooms(context, outlet);
        messages = context.bounds().messages();
    }

    /** Puts a member without a room into {@code global}. */
    public void enter() {
        if (!rooms.isEntered()) {
            enter(Names.GLOBAL);
        }
    }

    /**
     * Puts the member into this one room, which is home from now on.
     *
     * @return false, and nothing has changed, if that would be a room too many; there is always a place in {@code global}
     */
    public boolean enter(String room) {
        boolean entered = rooms.moveTo(List.of(room));
        if (!entered) {
            context.traffic().countRefused(ErrorCode.TOO_MANY_ROOMS);
        }
        return entered;
    }

    /** Takes one frame, given without its line end, and answers it if it wants an answer. */
    public void receive(byte[] bytes, int offset, int length) {
        ChatScanner scanner = context.scanner();
        if (clientId != null && rooms.isEntered() && scanner.scan(bytes, offset, length, clientId)) {
            @Nullable Seat room = rooms.named(bytes, scanner.roomOffset(), scanner.roomLength());
            if (room != null) {
                if (maySay()) {
                    accept(room, bytes, offset, length, scanner.roomLength() == 0);
                }
                return;
            }
        }
        try {
            switch (context.reader().read(bytes, offset, length)) {
                case ClientFrame.Chat chat -> publish(chat, bytes, offset, length);
                case ClientFrame.Hello hello -> greet(hello);
                case ClientFrame.Ping ping -> outlet.send(ServerFrames.pong(ping.t()));
                case ClientFrame.Pong pong -> {} // its bytes have shown that the client is there
                case ClientFrame.Quit quit -> outlet.end(ByeReason.QUIT);
            }
        } catch (FrameException e) {
            context.traffic().countRefused(e.code());
            outlet.send(ServerFrames.error(e.code(), Objects.requireNonNull(e.getMessage())));
        }
        enter();
    }

    /** Leaves all rooms. Never called during a broadcast. */
    public void leave() {
        rooms.leave();
    }

    /** Its socket takes bytes again: hands it what has been waiting for that. Never called during a broadcast. */
    public void resume() {
        rooms.resume();
    }

    /** What was said until now is all that it shall get; hands it as much of that as its socket takes. */
    public void finish() {
        rooms.finish();
    }

    /** It shall get nothing more, whatever was said. */
    public void forsake() {
        rooms.forsake();
    }

    /** Whether a {@link #finish finished} member has been handed everything. */
    public boolean isDone() {
        return rooms.isDone();
    }

    /** Runs {@code task} once all that this member has said is delivered, itself included; the first task asked for wins. */
    public void afterDelivery(Runnable task) {
        if (underWay == 0) {
            task.run();
        } else if (afterDelivery == null) {
            afterDelivery = task;
        }
    }

    /** How many of its messages were accepted. */
    public long accepted() {
        return accepted;
    }

    /** Its name, or null while it has none. */
    public @Nullable String clientId() {
        return clientId;
    }

    Loop loop() {
        return context.loop();
    }

    /** One of its messages set out for other loops. */
    void departed(int bytes) {
        underWay++;
        underWayBytes += bytes;
        if (isFarAhead()) {
            outlet.reading(false);
        }
    }

    /** One of its messages has been delivered on all loops. */
    void arrived(int bytes) {
        boolean wasFarAhead = isFarAhead();
        underWay--;
        underWayBytes -= bytes;
        if (wasFarAhead && !isFarAhead()) {
            outlet.reading(true);
        }
        if (underWay == 0 && afterDelivery != null) {
            afterDelivery.run();
            afterDelivery = null;
        }
    }

    private boolean isFarAhead() {
        return underWay >= MAX_UNDER_WAY || underWayBytes >= MAX_UNDER_WAY_BYTES;
    }

    private void publish(ClientFrame.Chat chat, byte[] bytes, int offset, int length) throws FrameException {
        requireName(chat.clientId());
        if (chat.to() != null) {
            throw new FrameException(ErrorCode.UNSUPPORTED, "This server does not serve private messages (\"to\").");
        }
        enter();
        Seat seat = chat.room() == null ? rooms.home() : roomOf(chat.room());
        if (maySay()) {
            clientId = chat.clientId();
            accept(seat, bytes, offset, length, chat.room() == null);
        }
    }

    /** Whether a message, which is fine otherwise, comes no sooner than it may; told to the client if not. */
    private boolean maySay() {
        if (messages == null || messages.take()) {
            return true;
        }
        context.traffic().countRefused(ErrorCode.TOO_FAST);
        outlet.send(context.bounds().tooFast());
        return false;
    }

    /** Publishes what has been found to be a valid message, for its home room if it names none. */
    private void accept(Seat seat, byte[] bytes, int offset, int length, boolean forHome) {
        accepted++;
        context.traffic().countMessage(length);
        Room room = seat.room();
        byte[] splice = forHome ? room.splice : NOTHING;
        room.publish(this, Message.of(context.allocator(), bytes, offset, length, splice));
    }

    private Seat roomOf(String name) throws FrameException {
        @Nullable Seat seat = rooms.named(name);
        if (seat == null) {
            throw new FrameException(
                    ErrorCode.NOT_IN_ROOM,
                    "You are not in the room \"" + name + "\" but in " + String.join(", ", rooms.names()) + ".");
        }
        return seat;
    }

    private void greet(ClientFrame.Hello hello) throws FrameException {
        requireName(hello.clientId());
        List<String> wanted = hello.rooms().stream().distinct().toList();
        if (wanted.size() > context.bounds().rooms()) {
            throw new FrameException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "A connection may be in at most " + context.bounds().rooms() + " rooms, not in " + wanted.size()
                            + ".");
        }
        if (!rooms.hasPlacesFor(wanted)) {
            throw new FrameException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "Messages of rooms that this connection has left still wait for it; together with those it may be in at most "
                            + context.bounds().rooms() + ".");
        }
        if (!wanted.isEmpty() && !rooms.moveTo(wanted)) {
            throw new FrameException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "One of these rooms would be new, and there are as many as this server takes.");
        }
        clientId = hello.clientId();
        enter();
        outlet.send(ServerFrames.welcome(
                hello.clientId(), rooms.names(), context.maxLineBytes(), context.idleTimeoutMillis()));
    }

    private void requireName(String wanted) throws FrameException {
        if (clientId != null && !clientId.equals(wanted)) {
            throw new FrameException(
                    ErrorCode.WRONG_NAME, "This connection is bound to the clientId \"" + clientId + "\".");
        }
    }
}
