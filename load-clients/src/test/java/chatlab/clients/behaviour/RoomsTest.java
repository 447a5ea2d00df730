package chatlab.clients.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
    private static int[] sizes(Rooms rooms) {
        return IntStream.range(0, rooms.count()).map(rooms::members).toArray();
    }

    @Test
    void roomsByZipfAreHalfAThirdAndAQuarterAsLargeAsTheFirst() {
        assertThat(sizes(Rooms.zipf(1200 * 25 / 12, 4, 1))).containsExactly(1200, 600, 400, 300);
    }

    @Test
    void noRoomIsEmpty() {
        assertThat(sizes(Rooms.zipf(100, 100, 3))).containsOnly(1);
        assertThat(sizes(Rooms.zipf(101, 100, 3))[0]).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 24, 25})
    void thoseOfTheSameWeightAreDealtLikeEqualOnes(int count) {
        Rooms equal = Rooms.equal(100, count);
        Rooms weighed = Rooms.zipf(100, count, 0);
        for (int client = 0; client < 100; client++) {
            assertThat(weighed.of(client)).isEqualTo(equal.of(client));
            assertThat(weighed.place(client)).isEqualTo(equal.place(client));
            assertThat(weighed.member(weighed.of(client), weighed.place(client)))
                    .isEqualTo(client);
            for (int room = 0; room < count; room++) {
                assertThat(weighed.membersBelow(room, client)).isEqualTo(equal.membersBelow(room, client));
            }
        }
    }

    /** So that whoever is numbered first, the talkers, are in all rooms as everybody is. */
    @Test
    void ofTheFirstClientsEachRoomHasItsShare() {
        Rooms rooms = Rooms.zipf(10_000, 20, 1);
        double scale = 10_000.0 / rooms.members(0);
        for (int first : new int[] {100, 1000, 5000}) {
            double share = (double) rooms.membersBelow(0, first) / first;
            assertThat(share * scale).isBetween(0.75, 1.05);
        }
    }

    @Test
    void hoppersAreMoreOftenWhereMoreAre() {
        Rooms rooms = Rooms.zipf(1000, 10, 1);
        Hopper hopper = new Hopper(3, rooms, 1);
        int[] visits = new int[10];
        int room = 0;
        for (int i = 0; i < 10_000; i++) {
            int next = hopper.next(room);
            assertThat(next).isNotEqualTo(room);
            room = next;
            visits[room]++;
        }
        assertThat(visits[0]).isGreaterThan(visits[4]).isGreaterThan(visits[9]);
        assertThat(visits[9]).isPositive();
    }
}
