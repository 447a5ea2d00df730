package chatlab.server.chat;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ChatScanner;
import chatlab.protocol.ClientFrame;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.RedirectException;
import chatlab.protocol.ServerFrames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One client as the chat sees it: its name, its rooms, and what each of its frames does. Confined to its loop. */
public final class Member implements Origin {
    private static final byte[] NOTHING = {};

    private final MemberContext context;
    private final Outlet outlet;
    private final MemberRooms rooms;
    private long accepted;
    private final Departures departures;

    /** Null until it asks something. */
    private @Nullable Questions questions;

    /** Whether it is not found by its name any more. */
    private boolean ended;

    /** Whether it was told to connect elsewhere: then it is put into no room that it has not asked for. */
    private boolean isRedirected;

    /** Null if it may send as many messages as it likes. */
    private final @Nullable TokenBucket messages;

    public Member(MemberContext context, Outlet outlet) {
        this.context = context;
        this.outlet = outlet;
        rooms = new MemberRooms(context, this);
        departures = new Departures(outlet);
        messages = context.bounds().messages();
    }

    /** Whether it may be in rooms: where names belong to users, it has to have shown that it is one. */
    public boolean isAdmitted() {
        return context.names().isAdmitted(rooms.clientId());
    }

    /** Puts a member that may be in rooms, and has not been in one yet, into {@code global}. */
    public void enter() {
        try {
            enterImplicitly();
        } catch (RedirectException e) {
            refuse(e);
            outlet.flushSoon();
        }
    }

    /** The same before a frame that is about another room: where global is then, nobody has asked. */
    private void enterIfHere() {
        try {
            enterImplicitly();
        } catch (RedirectException e) {
            // It is in no room yet.
        }
    }

    private void enterImplicitly() throws RedirectException {
        if (rooms.isEntered() || isRedirected || !isAdmitted()) {
            return;
        }
        try {
            rooms.moveTo(List.of(Names.GLOBAL));
        } catch (RedirectException e) {
            throw e;
        } catch (FrameException e) {
            throw new IllegalStateException("There is always a place in global.", e);
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

    /** It can be told something from now on, having {@link #enter(String) entered} before. */
    public void hears() {
        rooms.tellCutOff();
    }

    /** Binds it to a name that is known to be its own. */
    public void admit(String clientId) {
        bind(clientId);
        joinRoomsOfUser(true);
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
            ClientFrame frame = context.reader().read(bytes, offset, length);
            context.names().requireAdmission(clientId, frame);
            switch (frame) {
                case ClientFrame.Chat chat -> publish(chat, bytes, offset, length);
                case ClientFrame.Hello hello -> greet(hello);
                case ClientFrame.Join join -> join(join.room(), join.history());
                case ClientFrame.Leave leave -> leave(leave.room());
                case ClientFrame.ListRooms list -> {
                    if (maySay()) {
                        questions().rooms();
                    }
                }
                case ClientFrame.ListMembers list -> {
                    if (maySay()) {
                        questions().members(list.room());
                    }
                }
                case ClientFrame.Ping ping -> outlet.send(ServerFrames.pong(ping.t()));
                case ClientFrame.Pong pong -> {} // its bytes have shown that the client is there
                case ClientFrame.Quit quit -> outlet.end(ByeReason.QUIT);
            }
        } catch (FrameException e) {
            refuse(e);
        }
        enter();
    }

    private void refuse(FrameException why) {
        context.traffic().countRefused(why.code());
        if (why instanceof RedirectException elsewhere) {
            isRedirected = true;
            outlet.send(elsewhere.frame());
        } else {
            outlet.send(ServerFrames.error(why.code(), Objects.requireNonNull(why.getMessage())));
        }
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
            ended = true;
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
        departures.afterAll(task);
    }

    @Override
    public void departed(int bytes) {
        departures.departed(bytes);
    }

    @Override
    public void arrived(int bytes, Loop last) {
        if (last.index() == loop().index()) {
            departures.arrived(bytes);
        } else {
            loop().execute(() -> departures.arrived(bytes));
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

    /** What it asks about rooms. */
    public Questions questions() {
        if (questions == null) {
            questions = new Questions(context, this, outlet);
        }
        return questions;
    }

    /**
     * A user, which need not be this one, is in a room from now on, or is not any more, with all its connections. The outlet
     * is told when they have heard of it.
     *
     * @throws FrameException if there can't be such a room, it would be one too many, or too much is under way
     */
    public void settle(String clientId, String room, boolean isIn) throws FrameException {
        Runnable done = () -> context.loop().execute(outlet::settled);
        if (isIn) {
            context.rooms().requirePossible(room);
            context.memberships().add(clientId, room, context.bounds().rooms(), done);
        } else {
            if (!context.memberships().of(clientId).contains(room)) {
                context.rooms().requireHere(room); // or it would seem to be done
            }
            context.memberships().remove(clientId, room, done);
        }
    }

    /** The rooms that its user is in with all connections are its own now. */
    private void joinRoomsOfUser(boolean isTold) {
        roomsOfUser().forEach(room -> joinAsUser(room, isTold));
    }

    private List<String> roomsOfUser() {
        return context.memberships().of(Objects.requireNonNull(rooms.clientId()));
    }

    /**
     * Whether its user is in the room with all connections has changed, and it goes by that. Called on its loop, and never
     * during a broadcast.
     */
    void settleAsUser(String room) {
        try {
            if (ended) {
                return;
            }
            if (roomsOfUser().contains(room)) {
                joinAsUser(room, true);
            } else {
                leaveAsUser(room);
            }
            outlet.flushSoon();
        } catch (RuntimeException | Error e) {
            outlet.fail(e); // it may be half in, or half out
        }
    }

    /** @param isTold whether it hears of it; if there is no place for one room more it does in any case */
    private void joinAsUser(String room, boolean isTold) {
        try {
            if (rooms.named(room) == null) {
                requirePlaceFor(room);
                rooms.join(room);
                if (isTold) {
                    outlet.send(ServerFrames.joined(room, rooms.clientId()));
                }
            }
        } catch (RedirectException e) {
            // It is the room of who was put into it before it moved, and of those who are there now.
        } catch (FrameException e) {
            refuse(e);
        }
    }

    private void leaveAsUser(String room) {
        @Nullable Seat seat = rooms.named(room);
        if (seat != null) {
            rooms.leave(seat);
            outlet.send(ServerFrames.left(room, rooms.clientId()));
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

    private void publish(ClientFrame.Chat chat, byte[] bytes, int offset, int length) throws FrameException {
        context.names().requireSame(rooms.clientId(), chat.clientId());
        if (chat.to() == null && chat.room() == null) {
            enterImplicitly();
        } else {
            enterIfHere();
        }
        if (chat.to() != null) {
            whisper(chat.clientId(), chat.to(), bytes, offset, length);
            return;
        }
        Seat seat = roomOf(chat.room());
        if (maySay()) {
            bindToSender(chat.clientId());
            accept(seat, bytes, offset, length, chat.room() == null);
        }
    }

    /** Sends a private message to all connections of both, the sender's own one included. */
    private void whisper(String from, String to, byte[] bytes, int offset, int length) throws FrameException {
        boolean isHere = to.equals(from) || !context.directory().devices(to).isEmpty();
        Cluster others = context.directory().others();
        if (!isHere && !others.reachesOthers()) {
            throw notConnected(to, Cluster.Reach.UNKNOWN);
        }
        if (maySay()) {
            bindToSender(from);
            Message message = Message.of(context.allocator(), bytes, offset, length, NOTHING);
            if (isHere && !departures.awaitsElsewhere()) {
                others.whisper(to, message, reach -> {});
                whisperHere(from, to, message);
            } else {
                whisperElsewhere(from, to, message.kept());
            }
        }
    }

    /** Takes over the caller's reference to {@code message}. */
    private void whisperHere(String from, String to, Message message) {
        if (!to.equals(from)) {
            context.directory().others().whisper(from, message, reach -> {});
        }
        Set<Member> receivers = new LinkedHashSet<>(context.directory().devices(to));
        receivers.addAll(context.directory().devices(from));
        accepted++;
        context.traffic().countWhisper(message.payloadBytes(), receivers.size());
        Whisper.send(this, message, List.copyOf(receivers));
    }

    /** The same where nobody here has the name: it is accepted if somebody has it on another server, or here by then. */
    private void whisperElsewhere(String from, String to, Message message) {
        int bytes = message.lineBytes();
        departures.departedElsewhere(bytes);
        context.directory().others().whisper(to, message, reach -> {
            try {
                loop().execute(() -> whispered(from, to, message, bytes, reach));
            } catch (RejectedExecutionException e) {
                message.release(); // the server has ended
            }
        });
    }

    private void whispered(String from, String to, Message message, int bytes, Cluster.Reach reach) {
        try {
            boolean isHere = to.equals(from) || !context.directory().devices(to).isEmpty();
            if (isHere || reach == Cluster.Reach.SOMEBODY) {
                whisperHere(from, to, message);
            } else {
                message.release();
                refuse(notConnected(to, reach));
                outlet.flushSoon();
            }
        } catch (RuntimeException | Error e) {
            outlet.fail(e); // or it would wait for ever
        } finally {
            departures.arrivedElsewhere(bytes);
        }
    }

    private FrameException notConnected(String to, Cluster.Reach reach) {
        boolean isAlone = context.directory().others().equals(Cluster.NONE);
        return new FrameException(
                ErrorCode.NOT_CONNECTED,
                "Nobody of the name \"" + to + "\" is connected"
                        + (isAlone || reach == Cluster.Reach.NOBODY
                                ? "."
                                : " to this server, and others can't be reached now."));
    }

    /** It has this name from now on. */
    private void bind(String clientId) {
        rooms.name(clientId);
        context.directory().add(clientId, this); // before anybody hears of it
        rooms.introduce();
    }

    private void bindToSender(String clientId) {
        if (rooms.clientId() == null) {
            bind(clientId);
            joinRoomsOfUser(true);
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
        enterIfHere();
        if (!maySay()) {
            return;
        }
        if (rooms.named(room) == null) {
            requirePlaceFor(room);
            rooms.join(room);
        }
        outlet.send(ServerFrames.joined(room, rooms.clientId()));
        if (history > 0) {
            questions().past(room, history);
        }
    }

    private void requirePlaceFor(String room) throws FrameException {
        requirePlacesFor(Stream.concat(rooms.names().stream(), Stream.of(room)).toList());
    }

    private void leave(String room) throws FrameException {
        enterIfHere();
        if (maySay()) {
            rooms.leave(roomOf(room));
            outlet.send(ServerFrames.left(room, rooms.clientId()));
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
        boolean movesOrIsChecked = (rooms.clientId() != null && !wanted.isEmpty()) || hello.token() != null;
        if (movesOrIsChecked && !maySay()) {
            return;
        }
        context.names().requireOwn(rooms.clientId(), hello);
        requirePlacesFor(wanted);
        if (!wanted.isEmpty()) {
            rooms.moveTo(wanted);
        } else if (!rooms.isEntered()) {
            rooms.moveTo(List.of(Names.GLOBAL));
        }
        if (rooms.clientId() == null) {
            bind(hello.clientId());
            joinRoomsOfUser(false); // the welcome names them
        }
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
}
