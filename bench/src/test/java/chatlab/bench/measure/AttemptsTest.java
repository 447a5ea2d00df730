package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import chatlab.bench.measure.ServerProgram.Settings;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those that knock, at servers of which it is known whom they let in: 100 attempts a second for a second. */
@Timeout(60)
class AttemptsTest {
    private static final int MADE = 100;
    private static final Span SPAN = new Span(0.2, 1);

    private static CPrograms programs;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(Commands.find(List.of("cc", "gcc", "clang")).isPresent(), "a C compiler on the path");
        assumeTrue(Commands.find(List.of("taskset")).isPresent(), "taskset on the path");
        programs = CPrograms.compile();
    }

    @AfterAll
    static void clean() throws IOException {
        if (programs != null) {
            programs.close();
        }
    }

    @Test
    void whoIsToldThatThereIsNoRoomIsAnswered() throws Exception {
        AttemptsRun run = atTheYardstick(Settings.most(5), 5);
        assertThat(run.attempts()).isEqualTo(MADE);
        assertThat(run.answered()).isEqualTo(MADE);
        assertThat(run.served()).isZero();
        assertThat(run.silent()).isZero();
        assertThat(run.answerP99Ms()).isPositive();
        assertThat(run.serverCores()).isPositive();
    }

    /** It has room, and tells nobody anything. */
    @Test
    void whoHearsNothingIsSilent() throws Exception {
        AttemptsRun run = atTheYardstick(Settings.NONE, 0);
        assertThat(run.attempts()).isEqualTo(MADE);
        assertThat(run.silent()).isEqualTo(MADE);
        assertThat(run.answeredShare()).isZero();
    }

    @Test
    void whoIsToldAndThenLeftOpenIsNotAnswered() throws Exception {
        try (Children children = new Children();
                Server server = new TinyServer(
                        "{\"type\":\"bye\",\"reason\":\"full\",\"retryAfterMillis\":1000}",
                        (number, line, members) -> {})) {
            assertThat(run(children, server, 0).silent()).isEqualTo(MADE);
        }
    }

    @Test
    void whoIsWelcomedIsServedAndOneMoreIsOnceAnotherHasLeft() throws Exception {
        try (Children children = new Children();
                Server server = new TinyServer((number, line, members) -> {})) {
            AttemptsRun run = run(children, server, 1);
            assertThat(run.served()).isEqualTo(MADE);
            assertThat(run.answered()).isZero();
            assertThat(run.back()).isBetween(0.0, 5_000.0);
        }
    }

    @Test
    void serverThatIsNotThereHasFailed() throws Exception {
        Server gone = new TinyServer((number, line, members) -> {});
        gone.close();
        try (Children children = new Children()) {
            assertThatExceptionOfType(ServerFailedException.class)
                    .isThrownBy(() -> run(children, gone, 1))
                    .withMessageContaining("Connection refused");
        }
    }

    private static AttemptsRun atTheYardstick(Settings settings, int held) throws Exception {
        try (Children children = new Children();
                Server server = new YardstickProgram(programs.yardstick())
                        .start(settings, children, UnaryOperator.identity())) {
            return run(children, server, held);
        }
    }

    private static AttemptsRun run(Children children, Server server, int held) throws Exception {
        return new Attempts(programs.attempts(), new Cores(0, 0), children)
                .run(server, Shape.idle(held).withRate(MADE), false, SPAN);
    }
}
