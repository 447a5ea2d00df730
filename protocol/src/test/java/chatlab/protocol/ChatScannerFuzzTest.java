package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The scanner beside the reader on generated frames. A long run, with other frames than the usual ones:
 *
 * <pre>./chatlab test -pl protocol -Dtest=ChatScannerFuzzTest -Dchatlab.fuzz.frames=10000000 -Dchatlab.fuzz.seed=7</pre>
 *
 * A failure names the seed and the number of the frame; {@code new FrameGenerator(seed).frame(number)} makes it again.
 */
class ChatScannerFuzzTest {
    private static final long FRAMES = Long.getLong("chatlab.fuzz.frames", 300_000);
    private static final long SEED = Long.getLong("chatlab.fuzz.seed", 1);

    /** Every plain frame has to be recognised, and other ones too: those whose damage did not matter. */
    @Test
    void readerAcceptsWhatIsRecognisedAndReadsTheSame() {
        FrameGenerator generator = new FrameGenerator(SEED);
        ScannerCheck check = new ScannerCheck();
        Map<FrameGenerator.Kind, Long> made = new EnumMap<>(FrameGenerator.Kind.class);
        Map<FrameGenerator.Kind, Long> recognised = new EnumMap<>(FrameGenerator.Kind.class);
        for (long number = 0; number < FRAMES; number++) {
            FrameGenerator.Frame frame = generator.frame(number);
            made.merge(frame.kind(), 1L, Long::sum);
            if (recognises(check, frame, number)) {
                recognised.merge(frame.kind(), 1L, Long::sum);
            } else if (frame.kind() == FrameGenerator.Kind.PLAIN) {
                fail("Not recognised: frame " + number + " of seed " + SEED + ", a " + frame);
            }
        }
        assertThat(made.get(FrameGenerator.Kind.PLAIN)).isGreaterThan(FRAMES / 4);
        assertThat(recognised.get(FrameGenerator.Kind.LOOSE)).isGreaterThan(FRAMES / 100);
        assertThat(recognised.get(FrameGenerator.Kind.DAMAGED)).isGreaterThan(FRAMES / 100);
    }

    private static boolean recognises(ScannerCheck check, FrameGenerator.Frame frame, long number) {
        try {
            return check.recognises(frame.buffer(), frame.offset(), frame.length(), frame.clientId());
        } catch (FrameException | RuntimeException | AssertionError e) {
            return fail("frame " + number + " of seed " + SEED + ", a " + frame, e);
        }
    }
}
