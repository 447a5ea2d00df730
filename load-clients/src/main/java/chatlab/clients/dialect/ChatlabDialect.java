package chatlab.clients.dialect;

import chatlab.protocol.MessageStamp;
import chatlab.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;

/** What a chatlab server speaks; {@code docs/protocol.md} describes it. */
public final class ChatlabDialect implements Dialect {
    /** The only one there has to be. */
    public static final ChatlabDialect INSTANCE = new ChatlabDialect();

    private static final String BEFORE = "{\"clientId\":\"";
    private static final String MIDDLE = "\",\"Message\":\"";
    private static final String AFTER = "\"}";

    private static final Template MESSAGE = Template.parse(
            BEFORE + "%c" + MIDDLE + "%p" + AFTER, EnumSet.of(Template.Place.CLIENT, Template.Place.PAYLOAD));
    private static final Heeds HEEDS = new Heeds(List.of("{\"type\":"));
    private static final byte[] QUIT = "{\"type\":\"quit\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "{\"type\":\"pong\"}".getBytes(StandardCharsets.US_ASCII);
    private static final Heard NOTHING = new Heard.Nothing();

    private ChatlabDialect() {}

    /** The shortest message of who has a name of so many bytes. */
    public static int shortestMessage(int nameBytes) {
        return BEFORE.length() + nameBytes + MIDDLE.length() + MessageStamp.LENGTH + AFTER.length();
    }

    @Override
    public String name() {
        return "chatlab";
    }

    @Override
    public List<HttpStep> httpSteps() {
        return List.of();
    }

    @Override
    public boolean hasPath() {
        return false;
    }

    @Override
    public String path(String targets, Persona who) {
        return targets + (who.room().equals(Names.GLOBAL) ? "" : "/" + who.room());
    }

    @Override
    public List<byte[]> opening(Persona who) {
        return List.of(hello(who));
    }

    /** A hello that names other rooms leaves the ones before. */
    @Override
    public List<byte[]> moving(Persona who) {
        return List.of(hello(who));
    }

    @Override
    public boolean canMove() {
        return true;
    }

    @Override
    public List<byte[]> leaving() {
        return List.of(QUIT);
    }

    private static byte[] hello(Persona who) {
        return ("{\"type\":\"hello\",\"clientId\":\"" + who.name() + "\",\"rooms\":[\"" + who.room() + "\"]}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean entersUnanswered() {
        return false;
    }

    @Override
    public MessageForm message(Persona who) {
        return MESSAGE.form(who, true);
    }

    @Override
    public int mostBytesAround() {
        return 0;
    }

    @Override
    public Heeds heeds(Persona who) {
        return HEEDS;
    }

    @Override
    public Heard hear(byte[] bytes, int from, int to, Persona who) {
        ServerSays says = ServerSays.read(bytes, from, to);
        return switch (says.type()) {
            case "welcome" -> new Heard.Welcome();
            case "gap" -> new Heard.Gap(says.number("missed", 0));
            case "bye" ->
                new Heard.Bye(says.text("reason"), says.number("accepted", -1), says.number("retryAfterMillis", 0));
            case "error" ->
                new Heard.Refusal(
                        says.text("code"),
                        says.text("message"),
                        says.text("fatal").equals("true"));
            case "redirect" -> new Heard.Redirect(says.text("room"), says.text("host"), (int) says.number("port", 0));
            case "ping" -> new Heard.Call(PONG);
            // Announcements and answers that this client did not ask for change nothing here.
            default -> NOTHING;
        };
    }

    @Override
    public boolean echoes() {
        return true;
    }

    @Override
    public boolean keepsLengths() {
        return true;
    }
}
