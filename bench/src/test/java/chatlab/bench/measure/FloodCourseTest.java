package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloodCourseTest {
    private static final ClientRun SMALL = Runs.sending(50_000, 100, 120, 0);
    private static final ClientRun LARGE = Runs.sending(200, 101.5, 121.5, 0);

    @Test
    void floodOfAllPartsAtOnceIsOne() {
        FloodCourse course = course(small(SMALL), large(LARGE), 7);
        assertThat(course.overlapS()).isEqualTo(18.5);
        assertThat(course.wrong()).isEmpty();
    }

    @Test
    void clientThatFailedIsNamedWithItsReason() {
        FloodCourse.Part failed = new FloodCourse.Part("messages of 16 KiB", 10, null, "fanclient: out of time");
        FloodCourse course = course(small(SMALL), failed, 7);
        assertThat(course.overlapS()).isZero();
        assertThat(course.wrong())
                .containsExactly("The client that sends messages of 16 KiB failed: fanclient: out of time.");
    }

    @Test
    void clientThatGotTooLittleThroughMakesNoFlood() {
        assertThat(course(small(Runs.sending(999, 100, 120, 0)), large(LARGE), 7)
                        .wrong())
                .containsExactly(
                        "Of small messages only 999.0 a second were taken and 999.0 delivered; 1,000 make a flood.");
    }

    @Test
    void clientsThatSentOneAfterTheOtherMakeNoFlood() {
        assertThat(course(small(SMALL), large(Runs.sending(200, 111, 131, 0)), 7)
                        .wrong())
                .containsExactly("The two clients sent at the same time for only 9.0 of 20 seconds.");
        assertThat(course(small(SMALL), large(Runs.sending(200, 130, 150, 0)), 7)
                        .wrong())
                .containsExactly("The two clients sent at the same time for only 0.0 of 20 seconds.");
    }

    @Test
    void neverReadersThatWereClosedAreMissed() {
        assertThat(course(small(Runs.sending(50_000, 100, 120, 51)), large(LARGE), 7)
                        .wrong())
                .containsExactly("Of the 100 members that never read, 51 did not stay.");
    }

    @Test
    void readersThatWereClosedAreMissed() {
        assertThat(course(small(Runs.sending(50_000, 100, 120, 240, 0)), large(Runs.sending(200, 100, 120, 1, 0)), 7)
                        .wrong())
                .containsExactly(
                        "Of the connections for small messages, 240 that read were closed.",
                        "Of the connections for messages of 16 KiB, 1 that read were closed.");
    }

    @Test
    void floodThatNobodyPassedIsNone() {
        assertThat(course(small(SMALL), large(LARGE), 0).wrong())
                .containsExactly("No connection came and went meanwhile.");
    }

    private static FloodCourse course(FloodCourse.Part small, FloodCourse.Part large, long passed) {
        return new FloodCourse(small, large, 100, passed, 20);
    }

    private static FloodCourse.Part small(ClientRun run) {
        return new FloodCourse.Part("small messages", 1_000, run, "");
    }

    private static FloodCourse.Part large(ClientRun run) {
        return new FloodCourse.Part("messages of 16 KiB", 10, run, "");
    }
}
