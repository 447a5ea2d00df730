package chatlab.clients.admin;

import chatlab.clients.connection.Failure;
import chatlab.clients.summary.SummaryJson;
import chatlab.process.AdminPort;
import chatlab.process.AdminPort.Answer;
import chatlab.process.ProcessMetrics;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The load clients' internal port: status, start, results, metrics, health. */
public final class ClientsAdmin {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ClientsAdmin() {}

    /** Opens the port; see {@link AdminPort#open}. */
    public static AdminPort open(String bind, int port, Watched run, ProcessMetrics metrics) {
        return AdminPort.open(bind, port)
                .on("GET", "/status", request -> status(run.status()))
                .on("POST", "/start", request -> start(run))
                .on("GET", "/results", request -> results(run, r -> Answer.json(200, SummaryJson.write(r.summary()))))
                .on("GET", "/results/latency.hlog", request -> results(run, r -> log(r.latencyLog())))
                .on("GET", "/results/send-lag.hlog", request -> results(run, r -> log(r.sendLagLog())))
                .on("GET", "/metrics", metrics.scrapes())
                .on("GET", "/healthz", request -> Answer.text(200, "ok"))
                .on("GET", "/readyz", request -> ready(run.status()));
    }

    private static Answer status(Watched.Status status) {
        @Nullable Failure failure = status.failure();
        ObjectNode json = JSON.createObjectNode()
                .put("phase", status.phase().toString())
                .put("clients", status.clients())
                .put("connected", status.connected())
                .put("run", status.run())
                .put("monotonicNs", System.nanoTime())
                .put("windowFromNs", status.windowFromNs())
                .put("windowToNs", status.windowToNs())
                .put("failure", failure == null ? null : failure.text())
                .put("blame", failure == null ? null : failure.blame().toString());
        return Answer.json(200, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Answer start(Watched run) {
        return run.start()
                ? Answer.text(202, "The schedule starts in 100 ms.")
                : Answer.text(
                        409,
                        "The run is in phase " + run.status().phase()
                                + ", but it can only be started once, in phase ready with START=barrier.");
    }

    private static Answer results(Watched run, Function<Watched.Results, Answer> answer) {
        Watched.@Nullable Results results = run.results();
        return results == null
                ? Answer.text(
                        409,
                        "There are no results yet: the run is in phase "
                                + run.status().phase() + ".")
                : answer.apply(results);
    }

    private static Answer log(byte[] bytes) {
        return new Answer(200, "text/plain; charset=utf-8", bytes);
    }

    private static Answer ready(Watched.Status status) {
        return switch (status.phase()) {
            case CONNECTING, FAILED -> Answer.text(503, status.phase().toString());
            case READY, WARMUP, MEASURING, DRAINING, LINGERING, DONE ->
                Answer.text(200, status.phase().toString());
        };
    }
}
