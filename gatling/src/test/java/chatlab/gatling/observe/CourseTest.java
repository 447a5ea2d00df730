package chatlab.gatling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final long NS = 1_000_000_000L;

    private static Course course(int awaited, int talkers, double rate, long seed) {
        return new Course(
                awaited,
                talkers,
                rate,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                seed,
                false);
    }

    private static Course begun(int talkers, double rate, long seed) {
        Course course = course(talkers, talkers, rate, seed);
        IntStream.range(0, talkers).forEach(i -> course.hasJoined());
        return course;
    }

    private static List<Long> due(Course course, int talkers) {
        return IntStream.range(0, talkers)
                .boxed()
                .flatMap(user -> LongStream.iterate(0, number -> course.has(user, (int) number), number -> number + 1)
                        .mapToObj(number -> course.dueNs(user, (int) number)))
                .sorted()
                .toList();
    }

    @Test
    void itBeginsASecondAfterTheLastHasComeOrCannot() {
        Course course = course(3, 3, 10, 1);
        course.hasJoined();
        course.cannotJoin();
        assertThat(course.hasBegun()).isFalse();
        assertThat(course.isWarm()).isFalse();
        long beforeNs = System.nanoTime();
        course.hasJoined();
        long afterNs = System.nanoTime();
        assertThat(course.hasBegun()).isTrue();
        assertThat(course.present()).isEqualTo(2);
        assertThat(course.window().fromNs()).isBetween(beforeNs + 2 * NS, afterNs + 2 * NS);
        assertThat(course.window().toNs() - course.window().fromNs()).isEqualTo(2 * NS);
        assertThat(course.untilOver()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    }

    @Test
    void allTogetherTalkAtAnEvenRate() {
        List<Long> due = due(begun(7, 20, 1), 7);
        assertThat(due).hasSize(60);
        for (int i = 1; i < due.size(); i++) {
            assertThat(due.get(i) - due.get(i - 1)).isBetween(NS / 20 - 1, NS / 20 + 1);
        }
    }

    @Test
    void everybodyHasATurnBeforeAnybodyHasAnother() {
        Course course = begun(7, 20, 3);
        long lastFirst = IntStream.range(0, 7)
                .mapToLong(user -> course.dueNs(user, 0))
                .max()
                .orElseThrow();
        long firstSecond = IntStream.range(0, 7)
                .mapToLong(user -> course.dueNs(user, 1))
                .min()
                .orElseThrow();
        assertThat(lastFirst).isLessThan(firstSecond);
    }

    @Test
    void theSeedChoosesTheOrder() {
        assertThat(order(begun(50, 20, 1))).isEqualTo(order(begun(50, 20, 1))).isNotEqualTo(order(begun(50, 20, 2)));
    }

    private static List<Integer> order(Course course) {
        return IntStream.range(0, 50)
                .boxed()
                .sorted((a, b) -> Long.compare(course.dueNs(a, 0), course.dueNs(b, 0)))
                .toList();
    }

    @Test
    void onlyTheFirstOnesTalk() {
        Course course = course(5, 2, 10, 1);
        assertThat(IntStream.range(0, 5).filter(course::talks)).containsExactly(0, 1);
    }
}
