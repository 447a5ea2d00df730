package chatlab.server.transport;

import chatlab.protocol.FrameException;
import chatlab.protocol.RestBodies;
import chatlab.server.chat.Credentials;
import chatlab.server.chat.LoginAttempt;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Member;
import chatlab.server.chat.Traffic;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request over REST that has been understood, until it is answered. Confined to its loop. */
final class ApiExchange {
    /** Whom it hands the answer to, once. */
    interface Owner {
        /** The client is told this, and the connection ends. */
        void answerCall(byte[] answer);

        /** Ends the connection, because of our own failure. */
        void fail(Throwable cause);
    }

    /** No answer to a question takes so long, unless it was lost on its way. A login's takes as long as it is set up to. */
    private static final long MOST_NS = TimeUnit.MINUTES.toNanos(2);

    private final long sinceNs = System.nanoTime();
    private final Member member;
    private final Credentials credentials;
    private final Traffic traffic;
    private final Loop loop;
    private final HttpAnswers answers;
    private final Owner owner;
    private @Nullable LoginAttempt login;

    ApiExchange(Member member, Credentials credentials, Traffic traffic, Loop loop, HttpAnswers answers, Owner owner) {
        this.member = member;
        this.credentials = credentials;
        this.traffic = traffic;
        this.loop = loop;
        this.answers = answers;
        this.owner = owner;
    }

    /** Does what was asked for. The answer comes at once or later. */
    void begin(ApiCall call) {
        try {
            switch (call) {
                case ApiCall.Login asked -> logIn(asked.clientId(), asked.password());
                case ApiCall.ListRooms _ -> member.questions().rooms();
                case ApiCall.ListMembers asked -> member.questions().members(asked.room());
                case ApiCall.ReadPast asked -> member.questions().past(asked.room(), asked.most());
                case ApiCall.Settle asked -> member.settle(asked.clientId(), asked.room(), asked.isIn());
            }
        } catch (FrameException e) {
            traffic.countRefused(e.code());
            owner.answerCall(answers.refusal(e));
        }
    }

    /** The frame that answers a question. */
    void answer(byte[] frame) {
        owner.answerCall(answers.found(frame));
    }

    /** What was to be settled is so. */
    void settled() {
        owner.answerCall(answers.done());
    }

    /**
     * Whether it is answered although the client has ended its direction, which it may do and still read. Who gives up
     * waiting for a login looks the same, and is not to cost a password's check.
     */
    boolean outlivesClient() {
        return login == null;
    }

    /** Whether no answer will come. */
    boolean isOverdue(long nowNs) {
        return login == null && nowNs - sinceNs > MOST_NS;
    }

    /** The client is gone. */
    void giveUp() {
        if (login != null) {
            login.giveUp();
        }
    }

    private void logIn(String clientId, String password) {
        login = new LoginAttempt(clientId, password, outcome -> loop.execute(() -> tell(clientId, outcome)));
        credentials.check(login);
    }

    /** Throws nothing: nobody else would tell the client. */
    private void tell(String clientId, LoginAttempt.Outcome outcome) {
        try {
            traffic.countLogin(outcome);
            owner.answerCall(answer(clientId, outcome));
        } catch (RuntimeException | Error e) {
            owner.fail(e);
        }
    }

    private byte[] answer(String clientId, LoginAttempt.Outcome outcome) {
        return switch (outcome) {
            case LoginAttempt.Outcome.Granted granted ->
                answers.found(RestBodies.login(clientId, granted.token(), granted.seconds()));
            case LoginAttempt.Outcome.Refused _ -> answers.wrongPassword();
            case LoginAttempt.Outcome.Busy busy ->
                answers.unavailable("Too many logins wait to be looked at.", busy.retryAfterSeconds());
            case LoginAttempt.Outcome.Failed _ -> answers.failure();
        };
    }
}
