package chatlab.gatling.simulation;

import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import chatlab.gatling.chain.Chat;
import chatlab.gatling.chain.Login;

/** {@link Journey#LOGIN_STORM}. */
public final class LoginStorm extends ChatSimulation {
    public LoginStorm() {
        super(Journey.LOGIN_STORM);
        play(come(scenario(Journey.LOGIN_STORM.toString())
                .exec(
                        chat.users(config().users(), config().rooms(), "c", config().seed()),
                        Login.login(),
                        exitHereIfFailed(),
                        Chat.connect(),
                        Chat.hello(),
                        exitHereIfFailed(),
                        Chat.listen(config().duration()),
                        chat.leave(),
                        chat.finish())));
    }
}
