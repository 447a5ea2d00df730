package chatlab.server.transport;

import chatlab.protocol.ClientFrames;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.StrictUtf8;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain text as people type it into telnet: a name and a room first, then every line is a message. What they say becomes the
 * frames that clients of the other transports send.
 */
final class TextIntake extends LineBuffer implements Intake {
    /** What stands behind the name has to look like a token, whose head (RFC 7515, section 3.1) is a JSON object in Base64. */
    private static final Pattern JOIN =
            Pattern.compile("(?i)join +(\\S+) +(\\S+)(?: +(eyJ[A-Z0-9_-]+\\.[A-Z0-9_-]+\\.[A-Z0-9_-]*))?");

    private static final Pattern NAME = Pattern.compile("[!-~]{1,20}");
    private static final byte[] HELP = LastWords.text(
            "JOIN <room> <name>   come in, under a name of 1 to 20 printable ASCII characters",
            "                     (where users log in, with a token behind the name)",
            "HELP                 these lines",
            "QUIT                 go away",
            "Once you are in a room, every other line is a message to it.");

    private final Owner owner;
    private @Nullable Ending tooLong;

    TextIntake(int maxLineBytes, Owner owner) {
        super(maxLineBytes);
        this.owner = owner;
    }

    @Override
    public @Nullable Ending take(byte[] bytes, int from, int to) {
        return take(bytes, from, to, this::line) ? tooLong : tooLong();
    }

    private Ending tooLong() {
        return Ending.error(
                EndReason.TOO_LONG,
                CloseCode.TOO_BIG,
                ErrorCode.TOO_LONG,
                "A line, as a message, may have at most " + maxLineBytes() + " bytes.");
    }

    private boolean line(byte[] bytes, int offset, int length) {
        owner.finished();
        String line;
        try {
            line = StrictUtf8.decode(bytes, offset, length);
        } catch (CharacterCodingException e) {
            return refuse("A line has to be text in UTF-8.");
        }
        @Nullable String clientId = owner.clientId();
        String command = clientId == null ? line.strip().toUpperCase(Locale.ROOT) : line;
        return switch (command) {
            case "" -> true; // a sign of life
            case "HELP" -> owner.answer(HELP);
            case "QUIT" -> hand(ClientFrames.quit());
            default -> clientId == null ? join(line.strip()) : say(clientId, line);
        };
    }

    private boolean say(String clientId, String line) {
        Matcher join = JOIN.matcher(line.strip());
        boolean showsToken = join.matches() && join.group(3) != null;
        return showsToken
                ? refuse("You have joined already, and a token is nothing to be said to others; it was not.")
                : hand(ClientFrames.chat(clientId, line));
    }

    private boolean join(String line) {
        Matcher join = JOIN.matcher(line);
        if (!join.matches()) {
            return refuse("Say JOIN <room> <name> first; HELP tells more.");
        }
        String name = join.group(2);
        return NAME.matcher(name).matches()
                ? hand(ClientFrames.hello(name, join.group(1), join.group(3)))
                : refuse("A name has 1 to 20 printable ASCII characters here.");
    }

    /** What is longer as a frame than it was as a line may be too long, too. */
    private boolean hand(byte[] frame) {
        if (frame.length > maxLineBytes()) {
            tooLong = tooLong();
            return false;
        }
        return owner.frame(frame, 0, frame.length);
    }

    private boolean refuse(String sentence) {
        return owner.answer(LastWords.text("ERROR " + sentence));
    }
}
