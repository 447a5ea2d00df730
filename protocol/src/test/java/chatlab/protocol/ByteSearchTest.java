package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static final byte LF = '\n';

    @Test
    void firstOfSeveralIsFoundAtEveryPlaceAndDistance() {
        for (int from = 0; from < 9; from++) {
            for (int first = from; first < 40; first++) {
                for (int second = first; second < 40; second++) {
                    byte[] bytes = new byte[40];
                    bytes[first] = LF;
                    bytes[second] = LF;
                    assertThat(ByteSearch.indexOf(bytes, from, 40, LF)).isEqualTo(first);
                }
            }
        }
    }

    @Test
    void whatStandsOutsideIsNotFound() {
        byte[] bytes = new byte[40];
        Arrays.fill(bytes, LF);
        for (int from = 0; from < 20; from++) {
            for (int to = from; to < 40; to++) {
                Arrays.fill(bytes, from, to, (byte) 'a');
                assertThat(ByteSearch.indexOf(bytes, from, to, LF)).isEqualTo(-1);
                Arrays.fill(bytes, from, to, LF);
            }
        }
    }

    /** All values beside all values: a borrow between neighbours must not be taken for a find. */
    @Test
    void everyValueIsFoundBesideEveryOther() {
        for (int wanted = 0; wanted < 256; wanted++) {
            for (int other = 0; other < 256; other++) {
                byte[] bytes = new byte[16];
                Arrays.fill(bytes, (byte) other);
                int expected = wanted == other ? 0 : -1;
                assertThat(ByteSearch.indexOf(bytes, 0, 16, (byte) wanted)).isEqualTo(expected);
                bytes[11] = (byte) wanted;
                assertThat(ByteSearch.indexOf(bytes, 0, 16, (byte) wanted)).isEqualTo(wanted == other ? 0 : 11);
            }
        }
    }

    @Test
    void randomBytesGiveWhatALoopOverThemGives() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            byte wanted = (byte) random.nextInt(256);
            assertThat(ByteSearch.indexOf(bytes, from, bytes.length, wanted)).isEqualTo(loop(bytes, from, wanted));
            assertThat(ByteSearch.endOfPlainText(bytes, from, bytes.length)).isEqualTo(loopOverPlainText(bytes, from));
        }
    }

    @Test
    void plainTextEndsAtEveryByteThatIsNone() {
        for (int value = 0; value < 256; value++) {
            byte[] bytes = new byte[30];
            for (int at = 0; at < bytes.length; at++) {
                Arrays.fill(bytes, (byte) 'a');
                bytes[at] = (byte) value;
                assertThat(ByteSearch.endOfPlainText(bytes, 0, bytes.length)).isEqualTo(loopOverPlainText(bytes, 0));
            }
        }
    }

    @Test
    void partThatTheArrayDoesNotHaveIsACallersMistake() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> ByteSearch.indexOf(new byte[8], 0, 9, LF));
    }

    private static int loop(byte[] bytes, int from, byte wanted) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private static int loopOverPlainText(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length
                && (bytes[at] & 0xff) >= 0x20
                && bytes[at] > 0
                && bytes[at] != 0x22
                && bytes[at] != 0x5c) {
            at++;
        }
        return at;
    }
}
