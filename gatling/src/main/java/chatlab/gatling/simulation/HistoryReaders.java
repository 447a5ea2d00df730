package chatlab.gatling.simulation;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import chatlab.gatling.chain.Chat;
import chatlab.gatling.chain.History;
import chatlab.gatling.observe.Course;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;

/** {@link Journey#HISTORY_READERS}. */
public final class HistoryReaders extends ChatSimulation {
    private static final Duration TALKERS_RAMP = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    public HistoryReaders() {
        super(Journey.HISTORY_READERS);
        play(talkers(), readers());
    }

    private PopulationBuilder talkers() {
        return scenario("talkers")
                .exec(
                        chat.users(config().talkers(), config().rooms(), "c", config().seed()),
                        chat.gather(),
                        chat.talk(),
                        chat.listenToTheEnd(),
                        chat.leave(),
                        chat.finish())
                .injectOpen(come(config().talkers(), TALKERS_RAMP));
    }

    /** They begin to come when the talkers have talked for a while, so that there is something to read. */
    private PopulationBuilder readers() {
        return scenario("readers")
                .exec(
                        chat.users(config().users(), config().rooms(), "r", config().seed()),
                        asLongAs(session -> !play.course().isWarm()).on(pause(LOOK)),
                        History.rooms(),
                        Chat.connect(),
                        Chat.hello(),
                        exitHereIfFailed(),
                        Chat.join(config().history()),
                        History.messages(config().history()),
                        exitHereIfFailed(),
                        Chat.listen(config().duration()),
                        chat.leave(),
                        chat.finish())
                .injectOpen(
                        nothingFor(TALKERS_RAMP.plus(config().warmup()).plus(Course.HEAD_START)),
                        come(config().users(), config().ramp()));
    }
}
