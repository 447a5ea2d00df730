package chatlab.server.broadcast;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Framing;
import chatlab.server.chat.Message;
import chatlab.server.chat.Recipient;
import chatlab.server.chat.Seat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The members of a room with a log for each form that one of them wants. Confined to a loop but for {@link #size}. */
final class LogAudience implements Audience {
    private final LogBroadcaster loop;
    private final String room;

    /** One for each form. Volatile, because {@link #size} is asked for elsewhere; otherwise the loop's own. */
    private volatile @Nullable RoomLog lines;

    private volatile @Nullable RoomLog frames;
    private volatile @Nullable RoomLog texts;

    LogAudience(LogBroadcaster loop, String room) {
        this.loop = loop;
        this.room = room;
    }

    @Override
    public int size() {
        return size(lines) + size(frames) + size(texts);
    }

    @Override
    public Seat add(Recipient member) {
        Framing framing = member.framing();
        RoomLog log = log(framing);
        if (log == null) {
            log = new RoomLog(loop, room, framing);
            switch (framing) {
                case LINE -> lines = log;
                case WEBSOCKET -> frames = log;
                case TEXT -> texts = log;
            }
        }
        return log.add(member);
    }

    @Override
    public void forEachUpToDate(Consumer<Recipient> action) {
        forEachUpToDate(lines, action);
        forEachUpToDate(frames, action);
        forEachUpToDate(texts, action);
    }

    private void forEachUpToDate(@Nullable RoomLog log, Consumer<Recipient> action) {
        if (log != null) {
            loop.sweepNow(log);
            log.forEach(action);
        }
    }

    @Override
    public void broadcast(Message message) {
        // Whatever becomes of one form, the others get it.
        try {
            append(lines, message, Framing.LINE);
        } finally {
            try {
                append(frames, message, Framing.WEBSOCKET);
            } finally {
                append(texts, message, Framing.TEXT);
            }
        }
    }

    private void append(@Nullable RoomLog log, Message message, Framing framing) {
        if (log != null && log.size() > 0) {
            loop.append(log, message, framing);
        }
    }

    private @Nullable RoomLog log(Framing framing) {
        return switch (framing) {
            case LINE -> lines;
            case WEBSOCKET -> frames;
            case TEXT -> texts;
        };
    }

    private static int size(@Nullable RoomLog log) {
        return log == null ? 0 : log.size();
    }
}
