package chatlab.server.chat;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ChatScanner;
import chatlab.protocol.ClientFrame;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.ServerFrames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One client as the chat sees it: its name, its rooms, and what each of its frames does. Confined to its loop. */
public final class Member {
    /** How many of a member's messages may be under way between loops before no more of its bytes are taken. */
    private static final int MAX_UNDER_WAY = 256;

    /** The same in bytes. */
    private static final int MAX_UNDER_WAY_BYTES = 256 * 1024;

    /** How many of its questions to other loops may be unanswered: an answer may be long, and waits for its loop. */
    private static final int MAX_UNANSWERED = 8;

    private static final byte[] NOTHING = {};

    private final MemberContext context;
    private final Outlet outlet;
    private final MemberRooms rooms;
    private long accepted;
    private int underWay;
    private int underWayBytes;
    private int unanswered;
    private @Nullable Runnable afterDelivery;

    /** Null if it may send as many messages as it likes. */
    private final @Nullable TokenBucket messages;

    public Member(MemberContext context, Outlet outlet) {
        this.context = context;
        this.outlet = outlet;
        rooms = new MemberRooms(context, this);
        messages = context.bounds().messages();
    }

    /** Puts a member that has not been in a room yet into {@code global}. */
    public void enter() {
        if (!rooms.isEntered()) {
            try {
                rooms.moveTo(List.of(Names.GLOBAL));
            } catch (FrameException e) {
                throw new IllegalStateException("There is always a place in global.", e);
            }
        }
    }

    /**
     * Puts the member into this one room, which is home from now on.
     *
     * @throws FrameException if there is no place for it; nothing has changed then
     */
    public void enter(String room) throws FrameException {
        try {
            rooms.moveTo(List.of(room));
        } catch (FrameException e) {
            context.traffic().countRefused(e.code());
            throw e;
        }
    }

    /** Takes one frame, given without its line end, and answers it if it wants an answer. */
    public void receive(byte[] bytes, int offset, int length) {
        ChatScanner scanner = context.scanner();
        @Nullable String clientId = rooms.clientId();
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
                case ClientFrame.Join join -> join(join.room(), join.history());
                case ClientFrame.Leave leave -> leave(leave.room());
                case ClientFrame.ListRooms list -> listRooms();
                case ClientFrame.ListMembers list -> listMembers(list.room());
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

    /** Leaves all rooms, and is not found by its name any more. Never called during a broadcast. */
    public void leave() {
        beFoundNoMore(); // before anybody hears that it has left
        rooms.leave();
    }

    private void beFoundNoMore() {
        @Nullable String clientId = rooms.clientId();
        if (clientId != null) {
            context.directory().remove(clientId, this);
        }
    }

    /** Its socket takes bytes again: hands it what has been waiting for that. Never called during a broadcast. */
    public void resume() {
        rooms.resume();
    }

    /** What was said until now is all that it shall get; hands it as much of that as its socket takes. */
    public void finish() {
        beFoundNoMore();
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
        return rooms.clientId();
    }

    Loop loop() {
        return context.loop();
    }

    Outlet outlet() {
        return outlet;
    }

    /** Hands it the answer to a question. Called on its loop. */
    void answer(Supplier<byte[]> answer) {
        unanswered--;
        try {
            outlet.send(answer.get());
            outlet.flushSoon();
        } catch (RuntimeException | Error e) {
            outlet.fail(e); // or it would wait for ever
        }
    }

    /** Hands it a private message; the caller keeps its own reference to that. Called on its loop. */
    void hear(Message message) {
        try {
            outlet.whisper(message);
        } catch (RuntimeException | Error e) {
            outlet.fail(e); // the other receivers are not to miss it
        }
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
        enter();
        if (chat.to() != null) {
            whisper(chat.clientId(), chat.to(), bytes, offset, length);
            return;
        }
        Seat seat = roomOf(chat.room());
        if (maySay()) {
            bind(chat.clientId());
            accept(seat, bytes, offset, length, chat.room() == null);
        }
    }

    /** Sends a private message to all connections of both, the sender's own one included. */
    private void whisper(String from, String to, byte[] bytes, int offset, int length) throws FrameException {
        List<Member> addressed = context.directory().devices(to);
        if (!to.equals(from) && addressed.isEmpty()) {
            throw new FrameException(ErrorCode.NOT_CONNECTED, "Nobody of the name \"" + to + "\" is connected.");
        }
        if (maySay()) {
            bind(from);
            Set<Member> receivers = new LinkedHashSet<>(addressed);
            receivers.addAll(context.directory().devices(from));
            accepted++;
            context.traffic().countWhisper(length, receivers.size());
            Whisper.send(this, Message.of(context.allocator(), bytes, offset, length, NOTHING), List.copyOf(receivers));
        }
    }

    /** It has this name from now on. */
    private void bind(String clientId) {
        if (rooms.clientId() == null) {
            rooms.name(clientId);
            context.directory().add(clientId, this); // before anybody hears of it
            rooms.introduce();
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

    private void join(String room, int history) throws FrameException {
        enter();
        if (!maySay()) {
            return;
        }
        if (rooms.named(room) == null) {
            requirePlacesFor(
                    Stream.concat(rooms.names().stream(), Stream.of(room)).toList());
            rooms.join(room);
        }
        outlet.send(ServerFrames.joined(room, rooms.clientId()));
        if (history > 0) {
            requireAnswers();
            unanswered++;
            context.rooms().get(room).past().tell(this, history);
        }
    }

    private void leave(String room) throws FrameException {
        enter();
        if (maySay()) {
            rooms.leave(roomOf(room));
            outlet.send(ServerFrames.left(room, rooms.clientId()));
        }
    }

    private void listRooms() {
        if (maySay()) {
            outlet.send(
                    ServerFrames.rooms(context.rooms().list(), context.rooms().count()));
        }
    }

    private void listMembers(String room) throws FrameException {
        if (maySay()) {
            Presence presence = context.rooms().get(room).presence();
            requireAnswers();
            unanswered++;
            presence.tell(this);
        }
    }

    private void requireAnswers() throws FrameException {
        if (unanswered == MAX_UNANSWERED) {
            throw new FrameException(
                    ErrorCode.TOO_FAST,
                    "Await the answers: " + MAX_UNANSWERED + " questions of this connection are not answered yet.");
        }
    }

    /** @param name null for the home room */
    private Seat roomOf(@Nullable String name) throws FrameException {
        @Nullable Seat seat = name == null ? rooms.home() : rooms.named(name);
        if (seat == null) {
            List<String> names = rooms.names();
            throw new FrameException(
                    ErrorCode.NOT_IN_ROOM,
                    names.isEmpty()
                            ? "You are in no room; {\"type\":\"join\",\"room\":\"global\"} would be a way into one."
                            : "You are not in the room \"" + name + "\" but in " + String.join(", ", names) + ".");
        }
        return seat;
    }

    private void greet(ClientFrame.Hello hello) throws FrameException {
        List<String> wanted = hello.rooms().stream().distinct().toList();
        if (rooms.clientId() != null && !wanted.isEmpty() && !maySay()) {
            return;
        }
        requireName(hello.clientId());
        requirePlacesFor(wanted);
        if (!wanted.isEmpty()) {
            rooms.moveTo(wanted);
        }
        enter();
        bind(hello.clientId());
        outlet.send(ServerFrames.welcome(
                hello.clientId(), rooms.names(), context.maxLineBytes(), context.idleTimeoutMillis()));
    }

    private void requirePlacesFor(List<String> wanted) throws FrameException {
        int most = context.bounds().rooms();
        if (wanted.size() > most) {
            throw new FrameException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "A connection may be in at most " + most + " rooms, not in " + wanted.size() + ".");
        }
        if (!rooms.hasPlacesFor(wanted)) {
            throw new FrameException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "Messages of rooms that this connection has left still wait for it; together with those it may be in at most "
                            + most + ".");
        }
    }

    private void requireName(String wanted) throws FrameException {
        @Nullable String clientId = rooms.clientId();
        if (clientId != null && !clientId.equals(wanted)) {
            throw new FrameException(
                    ErrorCode.WRONG_NAME, "This connection is bound to the clientId \"" + clientId + "\".");
        }
    }
}
