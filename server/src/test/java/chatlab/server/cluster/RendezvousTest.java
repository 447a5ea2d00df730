package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int ROOMS = 10_000;
    private static final List<String> FOUR =
            List.of("10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080", "10.0.0.4:8080");
    private static final List<String> THREE = FOUR.subList(0, 3);

    private static String server(int room, List<String> servers) {
        return Rendezvous.servers("room-" + room, servers, 1).getFirst();
    }

    /** The figures that HAProxy has to come to as well: {@code haproxy/shards.lua}. */
    @Test
    void aScoreIsTheSameEverywhere() {
        assertThat(Rendezvous.score("rust", "10.0.0.1:8080")).isEqualTo(-6666149497872415346L);
        assertThat(Rendezvous.score("global", "[fd00::7]:9080")).isEqualTo(-2046025729757235438L);
    }

    @Test
    void eachServerGetsAboutAsManyRooms() {
        Map<String, Long> rooms = IntStream.range(0, ROOMS)
                .mapToObj(room -> server(room, FOUR))
                .collect(Collectors.groupingBy(server -> server, Collectors.counting()));
        assertThat(rooms)
                .hasSize(4)
                .allSatisfy(
                        (server, count) -> assertThat(count).isBetween(ROOMS / 4 * 95 / 100L, ROOMS / 4 * 105 / 100L));
    }

    @Test
    void aServerThatComesTakesItsShareAndNothingElseMoves() {
        IntStream.range(0, ROOMS)
                .forEach(room -> assertThat(server(room, FOUR)).isIn(server(room, THREE), FOUR.getLast()));
    }

    @Test
    void theOrderInWhichServersAreKnownDoesNotMatter() {
        IntStream.range(0, 100)
                .forEach(room -> assertThat(server(room, FOUR.reversed())).isEqualTo(server(room, FOUR)));
    }

    @Test
    void replicasAreDifferentServersAndNoMoreThanThereAre() {
        IntStream.range(0, 100).forEach(room -> {
            List<String> two = Rendezvous.servers("room-" + room, FOUR, 2);
            assertThat(two).hasSize(2).doesNotHaveDuplicates().startsWith(server(room, FOUR));
        });
        assertThat(Rendezvous.servers("rust", THREE, 9)).hasSize(3);
    }
}
