package chatlab.gatling.simulation;

import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import chatlab.gatling.chain.Chat;

/** {@link Journey#CONNECTION_STORM}. */
public final class ConnectionStorm extends ChatSimulation {
    public ConnectionStorm() {
        super(Journey.CONNECTION_STORM);
        play(come(scenario(Journey.CONNECTION_STORM.toString())
                .exec(
                        chat.users(config().users(), config().rooms(), "c", config().seed()),
                        Chat.connect(),
                        Chat.hello(),
                        exitHereIfFailed(),
                        Chat.listen(config().duration()),
                        chat.leave(),
                        Chat.reconnect(),
                        Chat.hello(),
                        exitHereIfFailed(),
                        Chat.listen(config().duration()),
                        chat.leave(),
                        chat.finish())));
    }
}
