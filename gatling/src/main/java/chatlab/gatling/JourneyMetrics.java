package chatlab.gatling;

import chatlab.gatling.observe.Course;
import chatlab.gatling.observe.Deliveries;
import chatlab.gatling.simulation.Play;
import chatlab.generator.admin.PhaseMetric;
import chatlab.process.ProcessMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.util.function.ToDoubleFunction;

/** What a journey shows to Prometheus, by the names of the load clients: dashboards need not know who plays the clients. */
final class JourneyMetrics {
    private JourneyMetrics() {}

    static void register(ProcessMetrics metrics, Play play, JourneyRun run) {
        metrics.registry()
                .getPrometheusRegistry()
                .register(new PhaseMetric(() -> run.status().phase()));
        Gauge.builder(
                        "chatlab_clients_connected",
                        play,
                        each -> each.course().staying(each.deliveries().welcomed()))
                .description("Users that have joined and not left.")
                .strongReference(true)
                .register(metrics.registry());
        FunctionCounter.builder("chatlab_clients_messages_scheduled", play.course(), Course::due)
                .description("Messages that were due.")
                .register(metrics.registry());
        counter(metrics, play, "messages_sent", "Messages that a socket took.", Deliveries::sent);
        counter(metrics, play, "deliveries", "Deliveries of this run's messages.", Deliveries::received);
    }

    private static void counter(
            ProcessMetrics metrics, Play play, String name, String description, ToDoubleFunction<Deliveries> value) {
        FunctionCounter.builder("chatlab_clients_" + name, play.deliveries(), value)
                .description(description)
                .register(metrics.registry());
    }
}
