package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.cluster.Envelope.Kind;
import org.junit.jupiter.api.Test;

/** From where on something of another server is missed. */
class StandingsTest {
    private final Standings standings = new Standings();

    private static Envelope letter(Kind kind, long origin, long first) {
        return Envelope.read(Envelope.empty(kind, origin, 1, first)).orElseThrow();
    }

    private long expected(Kind kind, long origin, long first) {
        Envelope letter = letter(kind, origin, first);
        long expected = standings.expected(letter);
        standings.reached(letter, Math.max(expected, letter.next()));
        return expected;
    }

    @Test
    void whoWasThereBeforeIsTakenAtItsWord() {
        standings.begin();
        standings.asked(2);
        assertThat(expected(Kind.SAID, 1, 1000)).isEqualTo(1000);
        assertThat(expected(Kind.SAID, 2, 50)).isEqualTo(50);
        assertThat(expected(Kind.SAID, 1, 1010)).isEqualTo(1000);
    }

    @Test
    void ofWhoComesLaterAllIsExpected() {
        standings.begin();
        standings.asked(1);
        assertThat(expected(Kind.SAID, 1, 1000)).isEqualTo(1000);
        assertThat(expected(Kind.SAID, 2, 7)).isZero();
    }

    /** It is slow to answer, and one that has just come is quicker. */
    @Test
    void whoHasComeMeanwhileIsNoneOfThoseWhoWereAsked() {
        standings.begin();
        standings.asked(2);
        assertThat(expected(Kind.SAID, 1, 1000)).isEqualTo(1000);
        assertThat(expected(Kind.ASK, 3, 0)).isZero();
        assertThat(expected(Kind.SAID, 3, 0)).isZero();
        assertThat(expected(Kind.SAID, 2, 500)).isEqualTo(500);
    }
}
