package chatlab.clients.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOversTest {
    private static final long UNKNOWN = -1;

    @Test
    void messageThatComesBackIsRememberedOnce() {
        HandOvers handOvers = new HandOvers(64);
        handOvers.add(0, 100);
        handOvers.add(1, 200);
        assertThat(handOvers.take(1, UNKNOWN)).isEqualTo(200);
        assertThat(handOvers.take(0, UNKNOWN)).isEqualTo(100);
        assertThat(handOvers.take(0, UNKNOWN)).isEqualTo(UNKNOWN);
        assertThat(handOvers.take(2, UNKNOWN)).isEqualTo(UNKNOWN);
    }

    @Test
    void asManyAreRememberedAsMayBeAndThenTheOldestAreForgotten() {
        HandOvers handOvers = new HandOvers(64);
        for (int sequence = 0; sequence < 100; sequence++) {
            handOvers.add(sequence, 1_000 + sequence);
        }
        for (int sequence = 0; sequence < 100; sequence++) {
            assertThat(handOvers.take(sequence, UNKNOWN)).isEqualTo(sequence < 36 ? UNKNOWN : 1_000 + sequence);
        }
    }

    @Test
    void thoseThatCameBackTakeNoPlace() {
        HandOvers handOvers = new HandOvers(1 << 20);
        for (int sequence = 0; sequence < 1_000_000; sequence++) {
            handOvers.add(sequence, sequence);
            assertThat(handOvers.take(sequence, UNKNOWN)).isEqualTo(sequence);
        }
    }

    @Test
    void aMillionAreRememberedByAllTogetherAtMost() {
        assertThat(HandOvers.mostOf(0)).isEqualTo(4096);
        assertThat(HandOvers.mostOf(1)).isEqualTo(4096);
        assertThat(HandOvers.mostOf(1_000)).isEqualTo(512);
        assertThat(HandOvers.mostOf(100_000)).isEqualTo(8);
    }
}
