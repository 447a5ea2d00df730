package chatlab.clients;

import chatlab.clients.connection.Fleet;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.ledger.LoopCounts;
import chatlab.clients.record.HistogramMetric;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.record.Move;
import chatlab.clients.record.Series;
import chatlab.generator.admin.Phase;
import chatlab.generator.admin.PhaseMetric;
import chatlab.process.ProcessMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Registers a run's metrics. */
final class RunMetrics {
    private RunMetrics() {}

    /** @param lost how many deliveries are known to be lost; never decreases */
    static void register(
            ProcessMetrics metrics,
            Supplier<Phase> phase,
            Fleet fleet,
            Ledger ledger,
            Series latency,
            Series sendLag,
            Series connect,
            Series welcome,
            LongSupplier lost) {
        Gauge.builder("chatlab_clients_connected", fleet.joining(), joining -> joining.connected())
                .description("Clients that are connected and in their room.")
                .strongReference(true)
                .register(metrics.registry());
        counter(
                metrics,
                ledger,
                "chatlab_clients_messages_scheduled",
                "Messages that the schedule asked for.",
                () -> ledger.senders().stream()
                        .mapToLong(sender -> sender.scheduled())
                        .sum());
        counter(
                metrics,
                ledger,
                "chatlab_clients_messages_sent",
                "Messages that a socket took.",
                () -> ledger.senders().stream()
                        .mapToLong(sender -> sender.sent())
                        .sum());
        counter(
                metrics,
                ledger,
                "chatlab_clients_deliveries",
                "Messages received by clients, those of other processes in the same rooms included.",
                () -> fleet.recorders().stream()
                        .mapToLong(LoopRecorder::deliveries)
                        .sum());
        counter(
                metrics,
                ledger,
                "chatlab_clients_lost",
                "Deliveries silently missing, known from the end of the drain on; what comes later is not taken back.",
                lost);
        counter(
                metrics,
                ledger,
                "chatlab_clients_duplicated",
                "Messages received again.",
                () -> ledger.loops().stream().mapToLong(LoopCounts::duplicated).sum());
        counter(
                metrics,
                ledger,
                "chatlab_clients_reordered",
                "Messages received after a later one.",
                () -> ledger.loops().stream().mapToLong(LoopCounts::reordered).sum());
        for (Move move : Move.values()) {
            FunctionCounter.builder(
                            "chatlab_clients_moves",
                            fleet,
                            f -> f.recorders().stream()
                                    .mapToLong(loop -> loop.moves(move).allDone())
                                    .sum())
                    .description(
                            "Clients that left and came back, moved to another room, or came back after they had been cut off.")
                    .tag("kind", move.name().toLowerCase(Locale.ROOT))
                    .register(metrics.registry());
        }
        var registry = metrics.registry().getPrometheusRegistry();
        registry.register(new PhaseMetric(phase));
        registry.register(new HistogramMetric(
                "chatlab_clients_latency_seconds",
                "From a message's intended time to its delivery, in the measured window.",
                latency::total));
        registry.register(new HistogramMetric(
                "chatlab_clients_send_lag_seconds",
                "From a message's intended time to its hand-over, in the measured window.",
                sendLag::total));
        registry.register(new HistogramMetric(
                "chatlab_clients_connect_seconds",
                "From the moment a client was meant to begin to connect to its connection.",
                connect::total));
        registry.register(new HistogramMetric(
                "chatlab_clients_welcome_seconds",
                "From the moment a client was meant to begin to connect to its welcome.",
                welcome::total));
    }

    /** The registry holds what it asks weakly, hence the ledger, which lives as long as the run; the function it keeps. */
    private static void counter(
            ProcessMetrics metrics, Ledger ledger, String name, String description, LongSupplier count) {
        FunctionCounter.builder(name, ledger, l -> count.getAsLong())
                .description(description)
                .register(metrics.registry());
    }
}
