package chatlab.gatling.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.forAll;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.http.HttpDsl.http;

import chatlab.gatling.chain.Chat;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all journeys share: how the server is spoken to, how users come, and the gates. */
abstract class ChatSimulation extends Simulation {
    private static final int P99 = 99;
    private static final Duration SHORTEST_RAMP = Duration.ofSeconds(1);

    /** Beyond the time that a journey should take. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    final Play play;
    final Chat chat;

    ChatSimulation(Journey journey) {
        play = Play.of(journey);
        chat = new Chat(play.course(), play.deliveries(), play.config().messageBytes());
    }

    /** Gatling calls it when the last user has left, and before it makes its report. */
    @Override
    public final void after() {
        play.course().isOver();
    }

    final JourneyConfig config() {
        return play.config();
    }

    /** Users who come one after the other, evenly, until all are there. */
    final PopulationBuilder come(ScenarioBuilder users) {
        return users.injectOpen(come(config().users(), config().ramp()));
    }

    /** Within less than a second Gatling lets nobody in at all. */
    static OpenInjectionStep come(int users, Duration ramp) {
        return ramp.compareTo(SHORTEST_RAMP) < 0
                ? atOnceUsers(users)
                : rampUsers(users).during(ramp);
    }

    /** Plays these. */
    final void play(PopulationBuilder... populations) {
        JourneyConfig config = config();
        setUp(populations)
                .protocols(protocol())
                .assertions(gates())
                .maxDuration(config.control()
                        .barrierTimeout()
                        .plus(config.ramp())
                        .plus(config.talk())
                        .plus(config.duration().multipliedBy(2))
                        .plus(config.drain())
                        .plus(SLACK));
    }

    private HttpProtocolBuilder protocol() {
        return http.baseUrl(config().target().toString())
                .wsBaseUrl("ws" + config().target().toString().substring("http".length()))
                .wsAutoReplyTextFrame(play.deliveries())
                .wsUnmatchedInboundMessageBufferSize(0)
                .userAgentHeader("chatlab");
    }

    /** 0.29 times 100 is less than 29. */
    private static double percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).doubleValue();
    }

    private List<Assertion> gates() {
        List<Assertion> gates = new ArrayList<>();
        gates.add(
                forAll().failedRequests().percent().lte(percent(config().gates().maxFailed())));
        @Nullable Duration maxRequestP99 = config().gates().maxRequestP99();
        if (maxRequestP99 != null) {
            gates.add(forAll().responseTime().percentile(P99).lte(Math.toIntExact(maxRequestP99.toMillis())));
        }
        return gates;
    }
}
