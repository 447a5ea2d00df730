package chatlab.server;

import chatlab.protocol.ClientFrame;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.FrameReader;
import chatlab.protocol.Names;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What a server has to make of a frame of {@code ada}, who is in {@code global} and some rooms, as the protocol says. */
final class FrameModel {
    static final String NAME = "ada";
    static final List<String> ROOMS =
            List.of("global", "a", "aZ09._~-", "...", "~".repeat(64), ".a", "a.", "-", "rust");

    private static final Set<String> IN = Set.copyOf(ROOMS);

    /** What has to become of a frame. */
    sealed interface Outcome {
        /** It comes back as it was, in this room. */
        record PassedOn(String room) implements Outcome {}

        /** It is answered by an error of this code. */
        record Refused(ErrorCode code) implements Outcome {}

        /** It is answered, by something that begins like this. */
        record Answered(String beginning) implements Outcome {}

        /** It is the connection's last: because the client says so, or because a rule of WebSocket is broken. */
        record Ended(boolean byQuit) implements Outcome {}
    }

    private final FrameReader reader = new FrameReader(20_000);

    /** What becomes of a line without its end, or a WebSocket message. */
    Outcome of(byte[] frame, boolean overWebSocket) {
        if (overWebSocket && !isUtf8(frame)) {
            return new Outcome.Ended(false);
        }
        try {
            return switch (reader.read(frame, 0, frame.length)) {
                case ClientFrame.Chat chat -> chat(chat);
                case ClientFrame.Ping ping -> new Outcome.Answered("{\"type\":\"pong\"");
                case ClientFrame.Quit quit -> new Outcome.Ended(true);
                case ClientFrame.Hello hello ->
                    throw new IllegalStateException("a hello could change the rooms: no generator makes one");
                case ClientFrame.Join join -> throw new IllegalStateException("no generator makes a join");
                case ClientFrame.Leave leave -> throw new IllegalStateException("no generator makes a leave");
                case ClientFrame.ListRooms list -> throw new IllegalStateException("no generator asks for rooms");
                case ClientFrame.ListMembers list -> throw new IllegalStateException("no generator asks for members");
                case ClientFrame.Pong pong -> throw new IllegalStateException("no generator makes a pong");
            };
        } catch (FrameException e) {
            return new Outcome.Refused(e.code());
        }
    }

    /** The room that a message which came is of. */
    String roomOf(byte[] message) throws FrameException {
        ClientFrame.Chat chat = (ClientFrame.Chat) reader.read(message, 0, message.length);
        return chat.room() == null ? Names.GLOBAL : chat.room();
    }

    private static Outcome chat(ClientFrame.Chat chat) {
        if (!chat.clientId().equals(NAME)) {
            return new Outcome.Refused(ErrorCode.WRONG_NAME);
        }
        if (chat.to() != null) {
            return new Outcome.Refused(ErrorCode.NOT_CONNECTED);
        }
        String room = chat.room() == null ? Names.GLOBAL : chat.room();
        return IN.contains(room) ? new Outcome.PassedOn(room) : new Outcome.Refused(ErrorCode.NOT_IN_ROOM);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
