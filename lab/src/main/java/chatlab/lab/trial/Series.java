package chatlab.lab.trial;

import java.util.List;
import java.util.stream.Stream;

/** What is kept of every scrape in the raw files, by metric name. */
final class Series {
    private static final List<String> OF_ANY_PROCESS = List.of(
            "chatlab_cgroup_cpu_usage_seconds_total",
            "chatlab_cgroup_cpu_throttled_periods_total",
            "chatlab_cgroup_cpu_periods_total",
            "chatlab_cgroup_cpu_throttled_seconds_total",
            "chatlab_cgroup_memory_bytes",
            "chatlab_process_cpu_seconds_total",
            "chatlab_cgroup_memory_anonymous_bytes",
            "chatlab_cgroup_memory_file_bytes",
            "chatlab_cgroup_memory_kernel_bytes",
            "chatlab_cgroup_memory_socket_bytes",
            "chatlab_jvm_heap_bytes",
            "chatlab_jvm_heap_committed_bytes",
            "chatlab_jvm_gc_seconds_total",
            "chatlab_jvm_gc_collections_total",
            "chatlab_network_received_bytes_total",
            "chatlab_network_sent_bytes_total",
            "chatlab_network_tcp_retransmitted_segments_total",
            "chatlab_network_listen_overflows_total");

    /** Of the server: traffic, and what waits where. */
    static final List<String> OF_SERVER = Stream.concat(
                    OF_ANY_PROCESS.stream(),
                    Stream.of(
                            "chatlab_server_connections",
                            "chatlab_server_rooms",
                            "chatlab_server_messages_received_total",
                            "chatlab_server_deliveries_total",
                            "chatlab_server_bytes_received_total",
                            "chatlab_server_bytes_sent_total",
                            "chatlab_server_writes_total",
                            "chatlab_server_missed_total",
                            "chatlab_server_event_loop_lag_seconds",
                            "chatlab_server_pending_bytes",
                            "chatlab_server_full_sockets",
                            "chatlab_server_log_bytes"))
            .toList();

    /** Of the load clients. */
    static final List<String> OF_CLIENTS = Stream.concat(
                    OF_ANY_PROCESS.stream(),
                    Stream.of(
                            "chatlab_clients_connected",
                            "chatlab_clients_messages_scheduled_total",
                            "chatlab_clients_messages_sent_total",
                            "chatlab_clients_deliveries_total"))
            .toList();

    private Series() {}
}
