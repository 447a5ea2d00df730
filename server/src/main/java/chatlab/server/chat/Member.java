package chatlab.server.chat;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ClientFrame;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.ServerFrames;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client as the chat sees it: its name, its rooms, and what each of its frames does. Confined to its loop. */
public final class Member {
    /** How many of a member's messages may be under way between loops before no more of its bytes are taken. */
    private static final int MAX_UNDER_WAY = 256;

    /** The same in bytes. */
    private static final long MAX_UNDER_WAY_BYTES = 256 * 1024;

    private final MemberContext context;
    private final Outlet outlet;
    private final Map<String, Membership> rooms = new LinkedHashMap<>(2);
    private @Nullable String clientId;
    private @Nullable String home;
    private long accepted;
    private int underWay;
    private long underWayBytes;
    private @Nullable Runnable afterDelivery;

    public Member(MemberContext context, Outlet outlet) {
        this.context = context;
        this.outlet = outlet;
    }

    /** Puts a member without a room into {@code global}. */
    public void enter() {
        if (home == null) {
            enter(Names.GLOBAL);
        }
    }

    /** Puts the member into this one room, which is home from now on. */
    public void enter(String room) {
        moveTo(List.of(room));
    }

    /** Takes one frame, given without its line end, and answers it if it wants an answer. */
    public void receive(byte[] bytes, int offset, int length) {
        try {
            switch (context.reader().read(bytes, offset, length)) {
                case ClientFrame.Chat chat -> publish(chat, bytes, offset, length);
                case ClientFrame.Hello hello -> greet(hello);
                case ClientFrame.Ping ping -> outlet.send(ServerFrames.pong(ping.t()));
                case ClientFrame.Pong pong -> {} // its bytes have shown that the client is there
                case ClientFrame.Quit quit -> outlet.end(ByeReason.QUIT);
            }
        } catch (FrameException e) {
            outlet.send(ServerFrames.error(e.code(), Objects.requireNonNull(e.getMessage())));
        }
        enter();
    }

    /** Leaves all rooms. Never called during a broadcast. */
    public void leave() {
        rooms.values().forEach(membership -> context.rooms().leave(membership, context.loop()));
        rooms.clear();
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
        String room = chat.room() != null ? chat.room() : home;
        @Nullable Membership membership = rooms.get(room);
        if (membership == null) {
            throw new FrameException(
                    ErrorCode.NOT_IN_ROOM,
                    "You are not in the room \"" + room + "\" but in " + String.join(", ", rooms.keySet()) + ".");
        }
        clientId = chat.clientId();
        accepted++;
        context.traffic().countMessage(length);
        boolean nameRoom = chat.room() == null && !membership.room.name.equals(Names.GLOBAL);
        String splice = nameRoom ? ",\"room\":\"" + membership.room.name + '"' : "";
        membership.room.publish(this, Message.of(context.allocator(), bytes, offset, length, splice));
    }

    private void greet(ClientFrame.Hello hello) throws FrameException {
        requireName(hello.clientId());
        clientId = hello.clientId();
        if (!hello.rooms().isEmpty()) {
            moveTo(hello.rooms());
        }
        enter();
        outlet.send(ServerFrames.welcome(
                hello.clientId(), rooms.keySet(), context.maxLineBytes(), context.idleTimeoutMillis()));
    }

    private void requireName(String wanted) throws FrameException {
        if (clientId != null && !clientId.equals(wanted)) {
            throw new FrameException(
                    ErrorCode.WRONG_NAME, "This connection is bound to the clientId \"" + clientId + "\".");
        }
    }

    /** Ends up in exactly these rooms, the first being home; rooms it stays in keep it without a break. */
    private void moveTo(List<String> wanted) {
        Set<String> left = new LinkedHashSet<>(rooms.keySet());
        wanted.forEach(left::remove);
        for (String name : left) {
            @Nullable Membership membership = rooms.remove(name);
            if (membership != null) {
                context.rooms().leave(membership, context.loop());
            }
        }
        Map<String, Membership> kept = new LinkedHashMap<>(rooms);
        rooms.clear();
        for (String name : wanted) {
            @Nullable Membership there = kept.get(name);
            rooms.computeIfAbsent(
                    name, n -> there != null ? there : context.rooms().join(n, context.loop(), outlet));
        }
        home = wanted.getFirst();
    }
}
