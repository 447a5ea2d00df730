package chatlab.server.metrics;

import chatlab.process.ProcessMetrics;
import chatlab.process.SizeHistogram;
import chatlab.protocol.ErrorCode;
import chatlab.server.chat.ClusterTraffic;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** The server's metrics, by the names that dashboards and experiments rely on. */
public final class ServerMetrics {
    private static final double NS = 1e-9;

    /** 64 bytes and 32 KiB, as powers of two. */
    private static final int SMALL_MESSAGE = 6;

    private static final int LARGE_MESSAGE = 15;
    private static final double[] PROCESSING_SECONDS = {
        25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 500e-3, 1
    };

    private final PrometheusMeterRegistry registry;
    private final Traffic traffic;
    private final ClusterTraffic cluster = new ClusterTraffic();

    public ServerMetrics(ProcessMetrics process) {
        registry = process.registry();
        SizeHistogram messageBytes = process.sizes(
                "chatlab_server_message_bytes",
                "Size of the chat messages received, without line end.",
                SMALL_MESSAGE,
                LARGE_MESSAGE);
        Histogram processing = process.histogram(
                "chatlab_server_processing_seconds",
                "For every read that carried messages: from its last byte to the end of the writes to members of its loop, PATIENCE included.",
                PROCESSING_SECONDS);
        traffic = new Traffic(messageBytes::observe, ns -> processing.observe(ns * NS));
        counter(
                "connections_opened",
                "Connections accepted, those refused for want of room included.",
                Traffic::opened);
        counter("upgrades", "Connections upgraded from HTTP to WebSocket.", Traffic::upgrades);
        counter("messages_received", "Chat messages to rooms accepted from clients.", Traffic::messagesReceived);
        counter("deliveries", "Room messages whose last byte a member's socket has accepted.", Traffic::deliveries);
        counter("bytes_received", "Bytes taken from sockets.", Traffic::bytesReceived);
        counter("bytes_sent", "Bytes accepted by sockets.", Traffic::bytesSent);
        counter("writes", "Writes to sockets; deliveries over writes tell how many share one.", Traffic::writes);
        counter("missed", "Room messages that members were told by a gap to have missed.", Traffic::missed);
        counter("private_messages", "Private messages accepted from clients.", Traffic::whispers);
        counter(
                "private_deliveries",
                "Private messages handed on to connections of the sender's and the receiver's.",
                Traffic::whispersHandedOn);
        logins("granted", Traffic::loginsGranted);
        logins("refused", Traffic::loginsRefused);
        logins("busy", Traffic::loginsBusy);
        logins("failed", Traffic::loginsFailed);
        for (EndReason reason : EndReason.values()) {
            FunctionCounter.builder("chatlab_server_connections_closed", traffic, t -> t.closed(reason))
                    .description("Connections that ended, by why.")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        for (ErrorCode code : ErrorCode.values()) {
            if (!code.fatal()) {
                FunctionCounter.builder("chatlab_server_messages_refused", traffic, t -> t.refused(code))
                        .description(
                                "Frames refused by an error that their connection survives, and upgrades and REST requests"
                                        + " that are refused for the same reasons, by the error's code.")
                        .tag("reason", code.wire())
                        .register(registry);
            }
        }
    }

    /** What the server has to count with. */
    public Traffic traffic() {
        return traffic;
    }

    /**
     * Adds what is known once the port is open.
     *
     * @param connections how many are served
     * @param rooms how many rooms there are, {@code global} included
     * @param lagNs how late the latest event loop is, in nanoseconds
     * @param pendingBytes how much memory is taken by what waits for members whose sockets are full
     * @param fullSockets how many members' sockets are full
     * @param logBytes how much memory rooms' logs take
     */
    public void watch(
            DoubleSupplier connections,
            DoubleSupplier rooms,
            DoubleSupplier lagNs,
            DoubleSupplier pendingBytes,
            DoubleSupplier fullSockets,
            DoubleSupplier logBytes) {
        gauge("log_bytes", "Memory taken by the rooms' logs, which members that are behind are served from.", logBytes);
        gauge("connections", "Connections served now.", connections);
        gauge("rooms", "Rooms that have members now, and fixed ones, of which global is always one.", rooms);
        gauge(
                "event_loop_lag_seconds",
                "How late the latest event loop began, or has yet to begin, what was due.",
                () -> lagNs.getAsDouble() * NS);
        gauge(
                "pending_bytes",
                "Memory taken by what waits for members whose sockets are full: its bytes, and 128 a frame.",
                pendingBytes);
        gauge("full_sockets", "Members whose sockets are full now.", fullSockets);
    }

    /** What is counted of other servers. */
    public ClusterTraffic cluster() {
        return cluster;
    }

    /**
     * Adds what there is to know where there are other servers.
     *
     * @param connected 1 while they can be reached, 0 otherwise
     */
    public void watchCluster(DoubleSupplier connected) {
        gauge(
                "cluster_connected",
                "1 while Redis answers, through which other servers are reached; 0 otherwise.",
                connected);
        clusterCounter(
                "cluster_published", "Room messages of members here that Redis has taken.", ClusterTraffic::published);
        clusterCounter(
                "cluster_envelopes",
                "Redis messages that they stood in, and such as ask, tell who is where, or are private.",
                ClusterTraffic::envelopes);
        clusterCounter(
                "cluster_dropped",
                "Messages of members here that other servers were not sent, as CLUSTER_BUFFER_BYTES waited already, Redis refused them, or, private ones, it was away.",
                ClusterTraffic::dropped);
        clusterCounter("cluster_received", "Room messages that came from other servers.", ClusterTraffic::received);
        clusterCounter(
                "cluster_skipped",
                "Redis messages not taken, as CLUSTER_BUFFER_BYTES waited already for members here.",
                ClusterTraffic::skipped);
        clusterCounter(
                "cluster_missed",
                "Room messages of other servers that never came; each room's members were told by a gap.",
                ClusterTraffic::missed);
        clusterCounter("cluster_malformed", "Redis messages that no chat server has sent.", ClusterTraffic::malformed);
    }

    /**
     * Adds what there is to know where rooms are dealt out.
     *
     * @param servers among how many, this one included
     */
    public void watchShards(DoubleSupplier servers) {
        gauge("shards", "Servers among which rooms are dealt out, this one included, as it knows them.", servers);
    }

    private void clusterCounter(String name, String description, ToDoubleFunction<ClusterTraffic> value) {
        FunctionCounter.builder("chatlab_server_" + name, cluster, value)
                .description(description)
                .register(registry);
    }

    private void logins(String outcome, ToDoubleFunction<Traffic> value) {
        FunctionCounter.builder("chatlab_server_logins", traffic, value)
                .description("Passwords sent, by what became of them; busy: not looked at, as too many others waited.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<Traffic> value) {
        FunctionCounter.builder("chatlab_server_" + name, traffic, value)
                .description(description)
                .register(registry);
    }

    private void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder("chatlab_server_" + name, value::getAsDouble)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
