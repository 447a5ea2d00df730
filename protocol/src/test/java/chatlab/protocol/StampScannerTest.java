package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampScannerTest {
    private static final MessageStamp ONE = new MessageStamp(0x5f3a91c2, 7, 42, 86_400_000_000_000L);
    private static final MessageStamp TWO = new MessageStamp(-1, -2, -3, -4);
    private static final String FIRST = MessageStampTest.write(ONE);
    private static final String SECOND = MessageStampTest.write(TWO);

    @Test
    void stampsAreFoundInTheOrderOfTheStream() {
        String stream = "{\"clientId\":\"a\",\"Message\":\"" + FIRST + "xx\"}\n{\"clientId\":\"b\",\"Message\":\""
                + SECOND + FIRST + "\"}\n";
        assertThat(scan(stream)).containsExactly(ONE, TWO, ONE);
    }

    @Test
    void streamSplitAnywhereIntoTwoReadsGivesTheSameStamps() {
        String stream = "~~CL1" + FIRST + "~" + SECOND + SECOND + "~C";
        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(scan(stream.substring(0, cut), stream.substring(cut)))
                    .as("cut at %d", cut)
                    .containsExactly(ONE, TWO, TWO);
        }
    }

    @Test
    void streamSplitAnywhereIntoThreeReadsGivesTheSameStamps() {
        String stream = "x~CL" + FIRST + "\",~" + SECOND + "~CL1";
        for (int cut = 0; cut <= stream.length(); cut++) {
            for (int next = cut; next <= stream.length(); next++) {
                assertThat(scan(stream.substring(0, cut), stream.substring(cut, next), stream.substring(next)))
                        .as("cut at %d and %d", cut, next)
                        .containsExactly(ONE, TWO);
            }
        }
    }

    @Test
    void streamThatComesByteByByteGivesTheSameStamps() {
        assertThat(scan(("~~CL1" + FIRST + SECOND).split(""))).containsExactly(ONE, TWO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "~~",
                "~CL",
                "~CL1",
                "~CL1~CL1",
                "~CL15f3a91c2",
                "~CL15f3a91c2000000070000002a00004e94914f00003c7",
                "~CL2"
            })
    void beginningOfAStampDoesNotSwallowTheRealOneAfterIt(String lookAlike) {
        assertThat(scan(lookAlike + FIRST)).containsExactly(ONE);
    }

    @Test
    void stampThatBeginsInsideALookAlikeIsFoundWhereverItBegins() {
        for (int shared = 1; shared < MessageStamp.LENGTH; shared++) {
            assertThat(scan(SECOND.substring(0, shared) + FIRST))
                    .as("%d bytes before", shared)
                    .containsExactly(ONE);
        }
    }

    @Test
    void lookAlikesAreNoStamps() {
        String wrongCheck = FIRST.substring(0, 47) + (FIRST.endsWith("0") ? "1" : "0");
        assertThat(scan(wrongCheck)).isEmpty();
        assertThat(scan("~CL1" + FIRST.substring(4).toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(scan("~cl1" + FIRST.substring(4))).isEmpty();
        assertThat(scan("~CL2" + FIRST.substring(4))).isEmpty();
        assertThat(scan(FIRST.substring(0, 20) + " " + FIRST.substring(20))).isEmpty();
        assertThat(scan(FIRST.substring(0, 47))).isEmpty();
        assertThat(scan(FIRST.substring(1))).isEmpty();
        for (int at = 0; at < MessageStamp.LENGTH; at++) {
            for (String other : List.of("g", "/", ":", "@", "`", "~", " ", "\0", "é")) {
                if (at > 0 || !other.equals("~")) {
                    assertThat(scan(FIRST.substring(0, at) + other + FIRST.substring(at + 1)))
                            .as("%s at %d", other, at)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void keepsNoMoreThanAStampThatMayStillBeCompleted() {
        assertThat(keptOf("abc")).isZero();
        assertThat(keptOf("abc~CL2")).isZero();
        assertThat(keptOf("abc~")).isEqualTo(1);
        assertThat(keptOf("abc~CL1")).isEqualTo(4);
        assertThat(keptOf(FIRST.substring(0, 47))).isEqualTo(47);
        assertThat(keptOf(FIRST)).isZero();
        assertThat(keptOf("")).isZero();
    }

    @Test
    void looksOnlyAtTheBytesItWasGiven() {
        byte[] bytes = (FIRST + SECOND + FIRST).getBytes(StandardCharsets.US_ASCII);
        List<MessageStamp> found = new ArrayList<>();
        int kept = StampScanner.scan(bytes, 1, 100, (r, s, q, t) -> found.add(new MessageStamp(r, s, q, t)));
        assertThat(found).containsExactly(TWO);
        assertThat(kept).isEqualTo(96);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsInRandomStreamsWhatARegularExpressionFinds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int found = 0;
        for (int round = 0; round < 2_000; round++) {
            String stream = randomStream(random);
            List<String> reads = new ArrayList<>();
            for (int at = 0; at < stream.length(); ) {
                int end = Math.min(stream.length(), at + random.nextInt(1, 120));
                reads.add(stream.substring(at, end));
                at = end;
            }
            List<MessageStamp> expected = Stamps.in(stream);
            assertThat(scan(reads.toArray(String[]::new))).as(stream).isEqualTo(expected);
            found += expected.size();
        }
        assertThat(found).as("stamps that the oracle found").isGreaterThan(2_000);
    }

    /** Pieces of stamps, whole ones, damaged ones and noise, one after the other. */
    private static String randomStream(SplittableRandom random) {
        StringBuilder stream = new StringBuilder();
        for (int pieces = random.nextInt(1, 8); pieces > 0; pieces--) {
            String stamp = MessageStampTest.write(
                    new MessageStamp(random.nextInt(), random.nextInt(20_000), random.nextInt(), random.nextLong()));
            int at = random.nextInt(MessageStamp.LENGTH);
            stream.append(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> stamp;
                        case 2 -> stamp.substring(0, at);
                        case 3 -> stamp.substring(at);
                        case 4 -> stamp.substring(0, at) + (char) random.nextInt(256) + stamp.substring(at + 1);
                        default -> "~CL1~".substring(random.nextInt(5)) + (char) random.nextInt(256);
                    });
        }
        return stream.toString();
    }

    /** Scans a stream that arrives in these reads, as a receiver does: what was kept stands before the next read. */
    private static List<MessageStamp> scan(String... reads) {
        List<MessageStamp> found = new ArrayList<>();
        byte[] kept = {};
        for (String read : reads) {
            byte[] more = read.getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = Arrays.copyOf(kept, kept.length + more.length);
            System.arraycopy(more, 0, bytes, kept.length, more.length);
            int from =
                    StampScanner.scan(bytes, 0, bytes.length, (r, s, q, t) -> found.add(new MessageStamp(r, s, q, t)));
            kept = Arrays.copyOfRange(bytes, from, bytes.length);
            assertThat(kept).hasSizeLessThan(MessageStamp.LENGTH);
        }
        return found;
    }

    private static int keptOf(String read) {
        byte[] bytes = read.getBytes(StandardCharsets.US_ASCII);
        return bytes.length - StampScanner.scan(bytes, 0, bytes.length, (r, s, q, t) -> {});
    }
}
