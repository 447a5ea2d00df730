package chatlab.generator.admin;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.Supplier;

/**
 * Shows a run's phase to Prometheus: a series for each phase, 1 for the one the run is in and 0 for all others. Exactly one is 1 in
 * every scrape.
 */
public final class PhaseMetric implements Collector {
    private final Supplier<Phase> phase;

    /** @param phase where the run is */
    public PhaseMetric(Supplier<Phase> phase) {
        this.phase = phase;
    }

    @Override
    public MetricSnapshot collect() {
        Phase now = phase.get();
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("chatlab_clients_phase")
                .help("1 for the phase the run is in, 0 for the others.");
        for (Phase each : Phase.values()) {
            gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("phase", each.toString()))
                    .value(each == now ? 1 : 0)
                    .build());
        }
        return gauge.build();
    }
}
