package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdminTest {
    @Test
    void everyMetricThatOthersRelyOnIsThereFromTheStart() throws Exception {
        try (TestServer server = TestServer.start()) {
            String metrics = server.get("/metrics").body();
            for (String name : List.of(
                    "chatlab_server_connections ",
                    "chatlab_server_connections_opened_total ",
                    "chatlab_server_connections_closed_total{reason=\"slow_consumer\"} ",
                    "chatlab_server_connections_closed_total{reason=\"shutdown\"} ",
                    "chatlab_server_messages_received_total ",
                    "chatlab_server_messages_refused_total{reason=\"too_fast\"} ",
                    "chatlab_server_messages_refused_total{reason=\"too_many_rooms\"} ",
                    "chatlab_server_logins_total{outcome=\"granted\"} ",
                    "chatlab_server_rooms ",
                    "chatlab_server_deliveries_total ",
                    "chatlab_server_bytes_received_total ",
                    "chatlab_server_bytes_sent_total ",
                    "chatlab_server_message_bytes_bucket{le=\"128.0\"} ",
                    "chatlab_server_processing_seconds_bucket{le=\"0.001\"} ",
                    "chatlab_server_event_loop_lag_seconds ",
                    "chatlab_server_pending_bytes ",
                    "chatlab_cgroup_cpu_usage_seconds_total ",
                    "chatlab_cgroup_cpu_limit_cores ",
                    "chatlab_cgroup_cpu_throttled_seconds_total ",
                    "chatlab_cgroup_memory_bytes ",
                    "chatlab_cgroup_memory_limit_bytes ",
                    "chatlab_process_monotonic_seconds ")) {
                assertThat(metrics).contains("\n" + name);
            }
        }
    }

    @Test
    void countsAreExact() throws Exception {
        try (TestServer server = TestServer.start("EVENT_LOOPS", "2");
                Client ada = server.named("ada");
                Client bob = server.named("bob")) {
            double sentBefore = server.metric("chatlab_server_bytes_sent_total");
            String message = "{\"clientId\":\"ada\",\"Message\":\"hi\"}\n";
            for (int i = 0; i < 10; i++) {
                ada.send(message);
                ada.line();
                bob.line();
            }
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_deliveries_total")).isEqualTo(20));
            assertThat(server.metric("chatlab_server_messages_received_total")).isEqualTo(10);
            assertThat(server.metric("chatlab_server_message_bytes_count")).isEqualTo(10);
            assertThat(server.metric("chatlab_server_message_bytes_sum")).isEqualTo(10 * (message.length() - 1));
            assertThat(server.metric("chatlab_server_bytes_sent_total") - sentBefore)
                    .isEqualTo(20 * message.length());
            assertThat(server.metric("chatlab_server_processing_seconds_count")).isBetween(1.0, 10.0);
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(2);
            bob.leave();
            await().untilAsserted(() -> assertThat(server.closed("client")).isEqualTo(1));
        }
    }

    @Test
    void aServerThatTakesConnectionsIsHealthyAndReady() throws Exception {
        try (TestServer server = TestServer.start("EVENT_LOOPS", "2")) {
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }
}
