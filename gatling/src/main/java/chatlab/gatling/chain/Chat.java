package chatlab.gatling.chain;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.ws;

import chatlab.gatling.observe.Course;
import chatlab.gatling.observe.Deliveries;
import chatlab.protocol.ClientFrames;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.WsFrameCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What users do over WebSocket. Each chain is a step of a journey, and can be put together with others as one likes; those
 * who fail a step leave.
 */
public final class Chat {
    /** What the server takes longer for has failed. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** How often those who wait look whether they still have to. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Under which name a session keeps the token that its user has got by logging in. */
    static final String TOKEN = "token";

    private static final String PATH = "/ws";
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String SAID = "said";
    private static final String DUE = "due";
    private static final String WAIT = "wait";

    private final Course course;
    private final Deliveries deliveries;
    private final int messageBytes;

    /** @param messageBytes the size of a message, the whole frame */
    public Chat(Course course, Deliveries deliveries, int messageBytes) {
        this.course = course;
        this.deliveries = deliveries;
        this.messageBytes = messageBytes;
    }

    /**
     * So many users set out, spread evenly over rooms.
     *
     * @param prefix what their names begin with
     * @param seed in which order they come
     */
    public ChainBuilder users(int count, int rooms, String prefix, long seed) {
        return feed(User.feeder(count, rooms, prefix, seed)).exec(session -> {
            course.hasSetOut();
            return session;
        });
    }

    /** Makes a WebSocket, and shows the user's token if it has one. */
    public static ChainBuilder connect() {
        return connect("connect");
    }

    /** Makes a WebSocket again, after having left. */
    public static ChainBuilder reconnect() {
        return connect("reconnect");
    }

    private static ChainBuilder connect(String name) {
        return doIfOrElse(session -> session.contains(TOKEN))
                .then(exec(ws(name).connect(PATH).header("Authorization", session -> "Bearer " + token(session))))
                .orElse(exec(ws(name).connect(PATH)));
    }

    /** Says who this is, in which room it wants to be and what shows that, and waits for the welcome. */
    public static ChainBuilder hello() {
        return doIf(session -> !session.isFailed())
                .then(exec(ws("hello")
                        .sendText(session ->
                                text(ClientFrames.hello(User.clientId(session), User.room(session), token(session))))
                        .await(ANSWER)
                        .on(answer("welcome"))));
    }

    /** An error that comes instead has failed at once, where waiting on would say that nothing came. */
    private static WsFrameCheck.Text answer(String type) {
        return ws.checkTextMessage(type)
                .matching(regex("^\\{\"type\":\"(" + type + "|error|bye)\""))
                .check(substring("{\"type\":\"" + type + '"'));
    }

    private static @Nullable String token(Session session) {
        return session.contains(TOKEN) ? session.getString(TOKEN) : null;
    }

    /**
     * Joins its room, which it may be in already, and gets what was said there last.
     *
     * @param messages how many at most, from 1
     */
    public static ChainBuilder join(int messages) {
        return exec(ws("join")
                .sendText(session -> text(ClientFrames.join(User.room(session), messages)))
                .await(ANSWER)
                .on(answer("joined"), answer("history")));
    }

    /** Comes to where others wait for it, and waits until all who are to be there are, or can't come. */
    public ChainBuilder gather() {
        return exec(connect(), hello())
                .exec(session -> {
                    if (session.isFailed()) {
                        course.cannotJoin();
                    } else {
                        course.hasJoined();
                    }
                    return session.set(SAID, 0);
                })
                .exec(exitHereIfFailed())
                .exec(asLongAs(session -> !course.hasBegun()).on(pause(LOOK)));
    }

    /** Says what is due, when it is due, as long as something is. */
    public ChainBuilder talk() {
        return doIf(session -> course.talks(User.number(session)))
                .then(asLongAs(session -> !session.isFailed() && course.has(User.number(session), session.getInt(SAID)))
                        .on(exec(this::plan)
                                .pause(session -> Duration.ofMillis(session.getLong(WAIT)))
                                .exec(ws("talk").sendText(this::message))
                                .exec(this::said)))
                .exec(this::noteIfCutOff)
                .exec(exitHereIfFailed());
    }

    /**
     * Gatling's pauses are whole milliseconds. The message is due when the one that reaches to the schedule's moment ends, or
     * at that moment itself where it is over already: so the schedule is fixed before, whatever the server does, and its
     * messages are up to a millisecond later than a perfectly even one's.
     */
    private Session plan(Session session) {
        long plannedNs = course.dueNs(User.number(session), session.getInt(SAID));
        long nowNs = System.nanoTime();
        long waitMs = Math.ceilDiv(Math.max(0, plannedNs - nowNs), TimeUnit.MILLISECONDS.toNanos(1));
        long dueNs = waitMs == 0 ? plannedNs : nowNs + TimeUnit.MILLISECONDS.toNanos(waitMs);
        return session.set(WAIT, waitMs).set(DUE, dueNs);
    }

    private String message(Session session) {
        String frame = "{\"clientId\":\"" + User.clientId(session) + "\",\"Message\":\""
                + deliveries.stamp(User.number(session), session.getInt(SAID), session.getLong(DUE));
        return frame + ".".repeat(Math.max(0, messageBytes - frame.length() - 2)) + "\"}";
    }

    private Session said(Session session) {
        if (session.isFailed()) {
            return session;
        }
        long dueNs = session.getLong(DUE);
        deliveries.sent(User.number(session), System.nanoTime() - dueNs);
        return session.set(SAID, session.getInt(SAID) + 1);
    }

    /** Listens until the chat is over. */
    public ChainBuilder listenToTheEnd() {
        return pause(session -> course.untilOver());
    }

    /** Listens for so long. */
    public static ChainBuilder listen(Duration duration) {
        return pause(duration);
    }

    /** Closes the WebSocket, once the server has shown that it is still there; who was cut off before has failed. */
    public ChainBuilder leave() {
        return exec(ws("goodbye").sendText(PING).await(ANSWER).on(answer("pong")))
                .exec(this::noteIfCutOff)
                .exec(exitHereIfFailed())
                .exec(ws("leave").close())
                .exec(exitHereIfFailed())
                .exec(session -> {
                    course.hasLeft();
                    return session;
                });
    }

    /** Has come to the end of its journey; whoever does not has failed. */
    public ChainBuilder finish() {
        return exec(session -> {
            course.hasFinished();
            return session;
        });
    }

    private Session noteIfCutOff(Session session) {
        if (session.isFailed()) {
            course.wasCutOff();
        }
        return session;
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
