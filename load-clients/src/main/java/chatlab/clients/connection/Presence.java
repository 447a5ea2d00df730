package chatlab.clients.connection;

import chatlab.clients.behaviour.Hopper;
import chatlab.clients.behaviour.SlowReader;
import chatlab.clients.dialect.Heard;
import chatlab.clients.ledger.ReceiverAccount;
import chatlab.clients.record.Move;
import chatlab.clients.record.MoveRecorder;
import chatlab.generator.admin.Failure;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one client is: in which room, whether the server has let it in, and on its way from one room or connection to the next. Confined
 * to its event loop.
 */
final class Presence {
    /** No server may send a client away for longer than this. */
    private static final int MOST_RETRY_AFTER_MILLIS = 60_000;

    /** Servers that send a client to each other do so for ever. */
    private static final int MOST_REDIRECTS = 8;

    private static final String REDIRECTED = "redirect";
    private static final String NO_WELCOME = "no welcome within " + ClientLoop.MOST_SILENCE_S + " s";

    private final Client client;
    private final ReceiverAccount received;
    private final ClientLoop loop;
    private final Joining joining;

    private int room;
    private boolean in;
    private long connectNs;
    private int retryAfterMillis;
    private @Nullable Return away;
    private @Nullable Hop hop;

    /** Where a server has sent it, until it connects there. */
    private @Nullable InetSocketAddress elsewhere;

    /** Whether that is where its hop goes: it is in its room until its connection has ended. */
    private boolean isHopElsewhere;

    /** How often it has been sent elsewhere without being let in. */
    private int redirects;

    /** A move to another room that the server has been asked for. */
    private record Hop(int to, long dueNs) {}

    /** @param room where it is first */
    Presence(Client client, int room, ReceiverAccount received, ClientLoop loop, Joining joining) {
        this.client = client;
        this.room = room;
        this.received = received;
        this.loop = loop;
        this.joining = joining;
    }

    /** The room it is in, or will be in when it is let in. */
    int room() {
        return room;
    }

    /** Whether it is in its room. */
    boolean isIn() {
        return in;
    }

    /** Whether it is on its way from one connection or room to another of its own accord. */
    boolean isMoving() {
        return hop != null || (away != null && away.kind() != Move.RECONNECT);
    }

    /** It connects for the first time, which was meant to happen then. */
    void connect(long intendedNs) {
        connectNs = intendedNs;
        dial();
    }

    private void dial() {
        @Nullable InetSocketAddress to = elsewhere;
        elsewhere = null;
        client.dial(to);
    }

    /** A connection was made. */
    void connected() {
        if (away == null && redirects == 0) {
            joining.establish();
            loop.recorder().connected(System.nanoTime() - connectNs);
        }
    }

    /**
     * It is in its room from now on.
     *
     * @param answered whether the server has said so; otherwise the server may not have noticed it yet
     * @return whether it was not before
     */
    boolean enter(boolean answered) {
        if (in) {
            arrive();
            return false;
        }
        if (elsewhere != null) {
            return false; // of a connection that it has given up
        }
        in = true;
        redirects = 0;
        long nowNs = System.nanoTime();
        if (away == null) {
            joining.join();
            loop.recorder().welcomed(nowNs - connectNs);
        } else {
            if (answered) {
                received.welcomed(room, loop::handedOver);
            }
            away.stopWaiting();
            joining.comeBack(away.isStranded());
            loop.recorder().moves(away.kind()).done(nowNs - away.dueNs());
            away = null;
        }
        return true;
    }

    /** The server says that it is in the other room. */
    private void arrive() {
        if (hop != null && !isHopElsewhere) {
            received.leaves(room, loop::handedOver);
            room = hop.to();
            received.welcomed(room, loop::handedOver);
            loop.recorder().moves(Move.HOP).done(System.nanoTime() - hop.dueNs());
            hop = null;
        }
    }

    /** Leaves, to come back at once. */
    void churn(long dueNs) {
        MoveRecorder churn = loop.recorder().moves(Move.CHURN);
        churn.due();
        if (loop.isClosing() || !in) {
            return; // it is not back from the last time, or was cut off
        }
        churn.begun();
        joining.stepOut();
        received.left();
        in = false;
        away = new Return(Move.CHURN, dueNs);
        client.hangUp();
    }

    /** Asks to move to another room. */
    void hop(Hopper hopper, long dueNs) {
        MoveRecorder hops = loop.recorder().moves(Move.HOP);
        hops.due();
        if (loop.isClosing() || !in) {
            return; // it was cut off
        }
        if (hop != null) { // it has not arrived from the last time
            if (dueNs - hop.dueNs() > TimeUnit.SECONDS.toNanos(ClientLoop.MOST_SILENCE_S)) {
                client.end(NO_WELCOME);
            }
            return;
        }
        hops.begun();
        hop = new Hop(hopper.next(room), dueNs);
        received.enters(hop.to());
        loop.dialect().moving(client.personaIn(hop.to())).forEach(client::say);
    }

    /** The server has refused something. Hoppers say nothing that might be but their moves. */
    void refused() {
        if (hop != null) {
            abandonHop();
        }
    }

    private void abandonHop() {
        if (hop != null) {
            loop.recorder().moves(Move.HOP).failed();
            received.leaves(hop.to(), loop::handedOver);
            hop = null;
        }
    }

    /** A room is on another server. */
    void redirected(Heard.Redirect redirect) {
        if (redirect.host().isEmpty() || redirect.port() < 1 || redirect.port() > 65_535) {
            client.end("sent to '" + redirect.host() + ":" + redirect.port() + "', which is no address");
            return;
        }
        InetSocketAddress there = InetSocketAddress.createUnresolved(redirect.host(), redirect.port());
        if (elsewhere != null) {
            return; // it is on its way already
        }
        if (!in) {
            redirects++;
            if (redirects > MOST_REDIRECTS) {
                client.end("sent on " + MOST_REDIRECTS + " times, at last to " + there);
                return;
            }
            elsewhere = there;
            client.hangUp();
        } else if (hop != null && redirect.room().equals(loop.cast().roomName(hop.to()))) {
            elsewhere = there;
            isHopElsewhere = true;
            client.hangUp();
        } else if (hop == null && redirect.room().equals(loop.cast().roomName(room))) {
            elsewhere = there; // it is cut off, but in order: the server tells how much it has accepted
            loop.dialect().leaving().forEach(client::say);
        }
    }

    /** Leaves the room it is in, to enter the other one over a new connection. */
    private void followHop(Hop followed) {
        hop = null;
        received.leaves(followed.to(), loop::handedOver); // not over this connection
        received.left();
        joining.stepOut();
        in = false;
        room = followed.to();
        away = new Return(Move.HOP, followed.dueNs());
    }

    /** The server is about to end the connection, and says when the client may come back. */
    void bye(Heard.Bye bye) {
        retryAfterMillis = (int) Math.min(bye.retryAfterMillis(), MOST_RETRY_AFTER_MILLIS);
    }

    /** The connection could not be made, or has ended before the client was let in. */
    void failed(Failure failure) {
        if (loop.isClosing()) {
            return;
        }
        elsewhere = null;
        redirects = 0;
        if (away == null) {
            joining.fail(failure);
        } else {
            joining.failToReturn(failure, away.kind() != Move.RECONNECT && !away.isStranded());
            loop.recorder().moves(away.kind()).failed();
            goBackLater(away);
        }
    }

    /**
     * The connection has ended.
     *
     * @param why what was heard of that
     */
    void ended(@Nullable String why) {
        if (isHopElsewhere && hop != null) {
            followHop(hop);
        }
        isHopElsewhere = false;
        if (away != null && !away.isAttempted()) {
            goBack(away); // it has left of its own accord
        } else if (in) {
            cutOff(elsewhere != null ? REDIRECTED : why == null ? "closed" : why);
        } else if (elsewhere != null) {
            dial();
        } else {
            failed(Failures.turnedAway(
                    client.name(), why == null ? "the server closed the connection before it said welcome" : why));
        }
    }

    private void cutOff(String why) {
        in = false;
        abandonHop();
        joining.leave(why, !(client.behaviour() instanceof SlowReader));
        received.cutOff();
        client.cutOff();
        if (loop.reconnects()) {
            MoveRecorder reconnects = loop.recorder().moves(Move.RECONNECT);
            reconnects.due();
            reconnects.begun();
            away = new Return(Move.RECONNECT, System.nanoTime());
            goBackLater(away);
        }
    }

    private void goBackLater(Return back) {
        back.stopWaiting();
        loop.later(() -> goBack(back), back.fail(), retryAfterMillis);
    }

    private void goBack(Return back) {
        retryAfterMillis = 0;
        received.comesBack(room);
        back.attempt(loop.inCaseOfSilence(() -> client.end(NO_WELCOME)));
        dial();
    }
}
