package chatlab.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.engine.EngineProbe;
import chatlab.lab.stack.ComposeProject.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The life of one stack with three load clients, from start to removal. Starting one is dear, so its stages are tests in an
 * order. Grafana is left out only where its image can neither be found nor pulled.
 */
@EnabledIf("chatlab.lab.engine.EngineProbe#answers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeStackTest {
    private static final String LINGERING = "chatlab_clients_phase{phase=\"lingering\",origin=\"stack\"}";

    private static final String BY_HAND = "chatlab_process_info{origin=\"lab\",experiment=\"by-hand\"}";

    private final List<String> byHand = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ComposeProject stack;

    @SuppressWarnings("NullAway.Init")
    private PrometheusApi prometheus;

    @BeforeAll
    void start() throws Exception {
        stack = new ComposeProject(Map.of(
                "CLIENTS", "100", "TALKERS", "5", "WARMUP", "2s", "DURATION", "60s", "DRAIN", "10s", "LINGER", "5m"));
        List<String> up = new ArrayList<>(List.of("--scale", "load-clients=3", "server", "load-clients", "prometheus"));
        if (isGrafanaThere()) {
            up.add("grafana");
        }
        stack.up(up.toArray(String[]::new));
        prometheus = new PrometheusApi(stack.at("PROMETHEUS_PORT"));
    }

    @AfterAll
    void removeEverything() throws Exception {
        for (String container : byHand) {
            stack.docker("rm", "-f", container);
        }
        if (prometheus != null) {
            prometheus.close();
        }
        if (stack != null) {
            stack.remove();
        }
    }

    @Test
    @Order(1)
    void prometheusSeesTheServerAndAllThreeLoadClients() {
        prometheus.awaitValue("sum(up{job=\"server\",origin=\"stack\"})", 1);
        prometheus.awaitValue("sum(up{job=\"load-clients\",origin=\"stack\"})", 3);
        prometheus.awaitValue("sum(chatlab_clients_connected{origin=\"stack\"})", 300);
    }

    @Test
    @Order(2)
    void histogramsAreThereInBothForms() {
        for (String metric : List.of("chatlab_clients_latency_seconds", "chatlab_server_processing_seconds")) {
            prometheus.awaitSamples(
                    metric, samples -> samples.stream().anyMatch(s -> s.nativeHistogram() && s.value() > 0));
            prometheus.awaitSamples(
                    metric + "_bucket{le=\"+Inf\"}", samples -> samples.stream().anyMatch(s -> s.value() > 0));
            awaitQuantile("histogram_quantile(0.99, sum(rate(" + metric + "[10s])))");
            awaitQuantile("histogram_quantile(0.99, sum by (le) (rate(" + metric + "_bucket[10s])))");
        }
    }

    @Test
    @Order(3)
    void containersOfTheLabOnTheObserverNetworkAreSeenAsSuch() throws Exception {
        String server = startByHand("lab-server", "chatlab/server:dev");
        prometheus.awaitValue("count(" + BY_HAND + " and on(instance) up{job=\"server\"} == 1)", 1);
        // By its own name: an experiment that somebody runs meanwhile has a lab-server too.
        String target = "TARGET=tcp://" + server + ":8080";
        startByHand("lab-load-clients", "chatlab/load-clients:dev", target, "CLIENTS=5", "DURATION=5m");

        prometheus.awaitValue("count(" + BY_HAND + " and on(instance) up{job=\"load-clients\"} == 1)", 1);
        prometheus.awaitValue("sum(chatlab_clients_connected and on(instance) " + BY_HAND + ")", 5);
        // Nobody's clients went to the other server.
        prometheus.awaitValue("sum(chatlab_server_connections{origin=\"stack\"})", 300);
        prometheus.awaitValue("sum(chatlab_server_connections and on(instance) " + BY_HAND + ")", 5);
    }

    @Test
    @Order(4)
    void everyQueryOfDashboardsAndDocumentAnswersWithNumbers() throws Exception {
        Path checkout = EngineProbe.checkout();
        Map<String, String> queries = DashboardQueries.of(checkout.resolve("grafana/dashboards"));
        assertThat(queries).hasSizeGreaterThan(20);
        Map<String, String> linked = DashboardQueries.linked(checkout.resolve("docs/live-stack.md"));
        assertThat(linked).hasSize(4);
        queries.putAll(linked);
        // Rates over ten seconds of load are among them.
        prometheus.awaitValue("min_over_time(sum(up{job=\"load-clients\",origin=\"stack\"})[12s:1s])", 3);
        List<String> unanswered = new ArrayList<>();
        for (Map.Entry<String, String> query : queries.entrySet()) {
            try {
                if (prometheus.query(query.getValue()).stream().allMatch(s -> Double.isNaN(s.value()))) {
                    unanswered.add(query.getKey() + " has no number: " + query.getValue());
                }
            } catch (IOException e) {
                unanswered.add(query.getKey() + " is not understood: " + e.getMessage());
            }
        }

        assertThat(unanswered).isEmpty();
    }

    @Test
    @Order(5)
    void afterTheLoadServerAndClientsHaveCountedTheSameDeliveries() throws Exception {
        // All have been quiet for longer than it takes to scrape all of them once more.
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> prometheus.value("min_over_time(sum(" + LINGERING + ")[5s:1s])") == 3);

        double clients = prometheus.value("sum(chatlab_clients_deliveries_total{origin=\"stack\"})");
        assertThat(clients).isPositive();
        assertThat(prometheus.value("sum(chatlab_server_deliveries_total{origin=\"stack\"})"))
                .isEqualTo(clients);
        assertThat(prometheus.value("sum(chatlab_clients_lost_total{origin=\"stack\"})"))
                .isZero();
    }

    @Test
    @Order(6)
    void aServerWithOtherLimitsIsANewOneAndGetsNewClients() throws Exception {
        stack.set("SERVER_CPUS", "0.4");
        stack.compose("up", "-d", "--wait", "--scale", "load-clients=3", "server", "load-clients")
                .orFail();

        prometheus.awaitValue("sum(chatlab_cgroup_cpu_limit_cores{job=\"server\",origin=\"stack\"})", 0.4);
        prometheus.awaitValue("sum(chatlab_server_connections{origin=\"stack\"})", 300);
    }

    @Test
    @Order(7)
    void stopEndsTheServerWithExitCodeZero() throws Exception {
        String server = stack.compose("ps", "-q", "server").orFail().strip();

        stack.compose("stop").orFail();

        assertThat(stack.docker("inspect", "-f", "{{.State.ExitCode}}", server)
                        .orFail()
                        .strip())
                .isEqualTo("0");
    }

    @Test
    @Order(8)
    void downLeavesNoContainerNetworkOrVolume() throws Exception {
        for (String container : byHand) {
            stack.docker("rm", "-f", container).orFail();
        }
        assertThat(stack.leftovers()).isNotEmpty();

        String said = stack.compose("down", "-v").orFail();

        assertThat(stack.leftovers()).as(said).isEmpty();
    }

    /** Found here, or pulled: without a registry that fails at once. */
    private boolean isGrafanaThere() throws Exception {
        String image = stack.compose("config", "--images")
                .orFail()
                .lines()
                .filter(line -> line.startsWith("grafana/"))
                .findFirst()
                .orElseThrow();
        return Stream.of(stack.docker("image", "inspect", image), stack.compose("pull", "grafana"))
                .map(Ended::exitCode)
                .anyMatch(code -> code == 0);
    }

    private String startByHand(String alias, String image, String... environment) throws Exception {
        String name = stack.name() + "-" + alias;
        byHand.add(name);
        List<String> run = new ArrayList<>(List.of("run", "-d", "--name", name, "--read-only", "--memory", "256m"));
        run.addAll(List.of("--network", stack.name() + "_observer", "--network-alias", alias));
        run.addAll(List.of("-e", "EXPERIMENT=by-hand"));
        for (String variable : environment) {
            run.addAll(List.of("-e", variable));
        }
        run.add(image);
        stack.docker(run.toArray(String[]::new)).orFail();
        return name;
    }

    private void awaitQuantile(String promql) {
        prometheus.awaitSamples(
                promql, samples -> samples.size() == 1 && samples.getFirst().value() > 0);
    }
}
