package chatlab.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is left of a server after a flood. */
record Aftermath(ChatlabServer server) {
    /** Parts of a sentence; none if it is alive, says that it is healthy, and serves a new client. */
    List<String> wrong() throws InterruptedException {
        if (!server.isAlive()) {
            return List.of("it is not alive any more");
        }
        List<String> wrong = new ArrayList<>();
        try {
            if (!server.isHealthy()) {
                wrong.add("it says that it is not healthy");
            }
        } catch (IOException e) {
            wrong.add("its admin port does not answer: " + e.getMessage());
        }
        String message = "{\"clientId\":\"after\",\"Message\":\"the flood\",\"room\":\"visitors\"}";
        try (Visitor visitor = new Visitor(server.port(), "after")) {
            visitor.say(message);
            if (!visitor.hears(message)) {
                wrong.add("it closed a new client");
            }
        } catch (IOException e) {
            wrong.add("a new client can't chat: " + e.getMessage());
        }
        return wrong;
    }
}
