package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    @Test
    void saysHowManyServersThereAreAndOnHowManyARoomIs() {
        assertThat(Topology.parse("single")).isEqualTo(new Topology(1, 1));
        assertThat(Topology.parse("replicas:4")).isEqualTo(new Topology(1, 4));
        assertThat(Topology.parse("shards:4")).isEqualTo(new Topology(4, 1));
        assertThat(Topology.parse("hybrid:3x2")).isEqualTo(new Topology(3, 2));
        assertThat(Topology.parse("hybrid:3x2").servers()).isEqualTo(6);
    }

    @Test
    void onlyReplicasNeedRedisAndOnlyShardsNeedSomebodyWhoLeads() {
        assertThat(Topology.parse("single").sharesRooms()).isFalse();
        assertThat(Topology.parse("replicas:2").sharesRooms()).isTrue();
        assertThat(Topology.parse("replicas:2").dealsRoomsOut()).isFalse();
        assertThat(Topology.parse("shards:2").sharesRooms()).isFalse();
        assertThat(Topology.parse("shards:2").dealsRoomsOut()).isTrue();
        assertThat(Topology.parse("hybrid:2x2").sharesRooms()).isTrue();
        assertThat(Topology.parse("hybrid:2x2").dealsRoomsOut()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "2",
                "replicas",
                "replicas:",
                "replicas:0",
                "replicas:1",
                "replicas:17",
                "shards:1",
                "shards:17",
                "hybrid:4",
                "hybrid:1x2",
                "hybrid:2x1",
                "hybrid:9x2",
                "hybrid:2x2x2",
                "Single",
                "replicas: 2"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Topology.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
