package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.RedirectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names whose addresses change, which no name server on a build machine does: what they stand for is made up here. */
class ShardMapTest {
    private static final int PORT = 8080;
    private static final int ROOMS = 1000;

    private final Set<String> notReady = new HashSet<>();
    private List<String> addresses = List.of("127.0.0.1", "192.0.2.1");

    private final ShardMap.Network network = new ShardMap.Network() {
        @Override
        public InetAddress[] addresses(String host) throws UnknownHostException {
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return addresses.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
        }

        @Override
        public boolean answers(String host, int port) {
            assertThat(port).isEqualTo(PORT);
            return !notReady.contains(host);
        }
    };

    private ShardMap map(int replicas) {
        return ShardMap.of(new ShardOptions(List.of(new ShardOptions.Server("server", PORT)), replicas), PORT, network);
    }

    private static long roomsHere(ShardMap map) {
        return IntStream.range(0, ROOMS)
                .filter(room -> {
                    try {
                        map.requireHere("room-" + room);
                        return true;
                    } catch (RedirectException e) {
                        assertThat(e.host()).startsWith("192.0.2.");
                        assertThat(e.port()).isEqualTo(PORT);
                        return false;
                    }
                })
                .count();
    }

    @Test
    void aServerThatComesOrGoesTakesItsShareAndThatIsTold() {
        try (ShardMap map = map(1)) {
            AtomicInteger changes = new AtomicInteger();
            map.onChange(changes::incrementAndGet);
            assertThat(roomsHere(map)).isBetween(ROOMS * 45 / 100L, ROOMS * 55 / 100L);
            map.look();
            assertThat(changes).hasValue(0);
            addresses = List.of("192.0.2.2", "192.0.2.1", "127.0.0.1", "192.0.2.3");
            map.look();
            assertThat(changes).hasValue(1);
            assertThat(roomsHere(map)).isBetween(ROOMS * 20 / 100L, ROOMS * 30 / 100L);
            addresses = List.of("192.0.2.3"); // this server is there whatever names say
            map.look();
            assertThat(roomsHere(map)).isBetween(ROOMS * 45 / 100L, ROOMS * 55 / 100L);
        }
    }

    @Test
    void ofAHostWithAddressesOfBothVersionsThoseOfVersion4Count() {
        addresses = List.of("::1", "127.0.0.1", "2001:db8::1", "192.0.2.1");
        try (ShardMap map = map(1)) {
            assertThat(roomsHere(map)).isBetween(ROOMS * 45 / 100L, ROOMS * 55 / 100L);
        }
    }

    @Test
    void aServerThatIsNotReadyYetGetsNoRooms() {
        try (ShardMap map = map(1)) {
            long before = roomsHere(map);
            addresses = List.of("127.0.0.1", "192.0.2.1", "192.0.2.2");
            notReady.add("192.0.2.2");
            map.look();
            assertThat(roomsHere(map)).isEqualTo(before);
            notReady.clear();
            map.look();
            assertThat(roomsHere(map)).isLessThan(before);
        }
    }

    @Test
    void whatIsKnownStaysWhileNamesCannotBeLookedUp() {
        try (ShardMap map = map(1)) {
            long before = roomsHere(map);
            addresses = List.of();
            map.look();
            assertThat(roomsHere(map)).isEqualTo(before);
        }
    }

    @Test
    void eachRoomIsOnSoManyServers() {
        addresses = List.of("127.0.0.1", "192.0.2.1", "192.0.2.2", "192.0.2.3");
        try (ShardMap map = map(2)) {
            assertThat(roomsHere(map)).isBetween(ROOMS * 45 / 100L, ROOMS * 55 / 100L);
        }
    }
}
