package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** Such as the virtual machine's clock may have: it may begin anywhere and overflow. */
    private long nowNs = Long.MAX_VALUE - SECOND_NS / 2;

    private long looks;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 100, 999, 1_000_000})
    void inTheBeginningOneSecondsWorthIsThere(int perSecond) {
        assertThat(takeAll(bucket(perSecond))).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 100, 999})
    void anEmptyOneGivesATokenAnInterval(int perSecond) {
        TokenBucket bucket = bucket(perSecond);
        takeAll(bucket);
        long intervalNs = SECOND_NS / perSecond;
        for (int i = 0; i < 3 * perSecond; i++) {
            nowNs += intervalNs - 1;
            assertThat(bucket.take()).isFalse();
            nowNs += 1;
            assertThat(bucket.take()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 100, 999})
    void noSecondGivesMoreThanWhatWasKeptAndWhatCameIn(int perSecond) {
        TokenBucket bucket = bucket(perSecond);
        long intervalNs = SECOND_NS / perSecond;
        for (int taken = 0; taken < 40; taken++) {
            for (int i = 0; i < taken; i++) {
                bucket.take(); // so that a hand is left half full
            }
            nowNs += 10 * SECOND_NS;
            int atOnce = takeAll(bucket);
            assertThat(atOnce).isBetween(perSecond - perSecond / 16, perSecond);
            nowNs += SECOND_NS / 2;
            assertThat(takeAll(bucket)).isBetween((int) (SECOND_NS / 2 / intervalNs) - 1, perSecond / 2 + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 100, 1_000_000})
    void theClockIsNotAskedForEveryToken(int perSecond) {
        TokenBucket bucket = bucket(perSecond);
        looks = 0;
        for (int i = 0; i < perSecond; i++) {
            assertThat(bucket.take()).isTrue();
        }
        assertThat(looks).isLessThanOrEqualTo(17);
    }

    private TokenBucket bucket(int perSecond) {
        return new TokenBucket(perSecond, () -> {
            looks++;
            return nowNs;
        });
    }

    private static int takeAll(TokenBucket bucket) {
        int taken = 0;
        while (bucket.take()) {
            taken++;
        }
        return taken;
    }
}
