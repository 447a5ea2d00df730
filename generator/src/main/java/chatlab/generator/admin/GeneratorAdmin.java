package chatlab.generator.admin;

import chatlab.generator.summary.SummaryJson;
import chatlab.process.AdminPort;
import chatlab.process.AdminPort.Answer;
import chatlab.process.Diagnostics;
import chatlab.process.Durations;
import chatlab.process.ProcessMetrics;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A generator's internal port: status, start, results, metrics, health, what the processes of one run have to tell each other, and the virtual
 * machine's {@link Diagnostics}.
 */
public final class GeneratorAdmin {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LATEST_NS = TimeUnit.MINUTES.toNanos(1);

    private GeneratorAdmin() {}

    /**
     * Opens the port; see {@link AdminPort#open}.
     *
     * @param logs the names of the histogram logs that the run will leave
     */
    public static AdminPort open(String bind, int port, Watched run, List<String> logs, ProcessMetrics metrics) {
        AdminPort admin = AdminPort.open(bind, port)
                .on("GET", "/status", request -> status(run.status()))
                .on("POST", "/start", request -> start(run, request))
                .on("GET", "/sent", request -> sent(run))
                .on("POST", "/sent", request -> told(run, request))
                .on("GET", "/results", request -> results(run, r -> Answer.json(200, SummaryJson.write(r.summary()))))
                .on("GET", "/metrics", metrics.scrapes())
                .on("GET", "/healthz", request -> Answer.text(200, "ok"))
                .on("GET", "/readyz", request -> ready(run.status()));
        for (String log : logs) {
            admin.on(
                    "GET",
                    "/results/" + log,
                    request -> results(
                            run, r -> log(Objects.requireNonNull(r.logs().get(log), log))));
        }
        Diagnostics.on(admin);
        return admin;
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

    private static Answer start(Watched run, AdminPort.Request request) {
        long nowNs = System.nanoTime();
        long headStartNs = run.headStart().toNanos();
        long atNs = nowNs + headStartNs;
        if (request.body().length > 0) {
            String text = new String(request.body(), StandardCharsets.UTF_8).strip();
            try {
                atNs = Long.parseLong(text);
            } catch (NumberFormatException e) {
                atNs = nowNs - 1;
            }
            if (atNs - nowNs < headStartNs || atNs - nowNs > LATEST_NS) {
                return Answer.text(
                        400,
                        "The start is '" + text
                                + "', but it has to be empty, or nanoseconds of this machine's monotonic clock, from "
                                + Durations.format(run.headStart()) + " to a minute after now, " + nowNs + ".");
            }
        }
        return run.start(atNs)
                ? Answer.text(202, "The schedule starts in " + (atNs - nowNs) / NS_PER_MS + " ms.")
                : Answer.text(
                        409,
                        "The run is in phase " + run.status().phase()
                                + ", but it can only be started once, in phase ready with START=barrier.");
    }

    private static Answer sent(Watched run) {
        @Nullable String sent = run.sent();
        return sent == null
                ? Answer.text(
                        409,
                        "What the talkers have sent is not known yet: the run is in phase "
                                + run.status().phase() + ".")
                : log(sent.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer told(Watched run, AdminPort.Request request) {
        try {
            return run.told(new String(request.body(), StandardCharsets.UTF_8))
                    ? Answer.text(202, "Taken.")
                    : Answer.text(
                            409,
                            "It is too late to tell what others have sent: the run is in phase "
                                    + run.status().phase() + ".");
        } catch (IllegalArgumentException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        }
    }

    private static Answer results(Watched run, Function<Watched.Results, Answer> answer) {
        Watched.@Nullable Results results = run.results();
        return results == null
                ? Answer.text(
                        409,
                        run.status().phase() == Phase.DONE
                                ? "There are no results: only a run in which everybody was there all the time leaves them."
                                : "There are no results yet: the run is in phase "
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
