package chatlab.gatling.simulation;

import static io.gatling.javaapi.core.CoreDsl.scenario;

/** A chat whose members all come before the first message and stay beyond the last one, so that every delivery can be accounted for. */
abstract class PresentChat extends ChatSimulation {
    PresentChat(Journey journey) {
        super(journey);
        play(come(scenario(journey.toString())
                .exec(
                        chat.users(config().users(), config().rooms(), "c", config().seed()),
                        chat.gather(),
                        chat.talk(),
                        chat.listenToTheEnd(),
                        chat.leave(),
                        chat.finish())));
    }
}
