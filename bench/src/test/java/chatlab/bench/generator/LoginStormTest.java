package chatlab.bench.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import chatlab.bench.measure.ChatlabProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginStormTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("chatlab.checkout"));

    /** Without a limit, as not everybody may make a control group. */
    private static final LoginStorm.Shape SHAPE = new LoginStorm.Shape(20, 10, 100, 0, 1, 4);

    @Test
    void theMembersLogInAndTheOthersAreTurnedAwayOrServed() throws Exception {
        assumeTrue(Commands.find(List.of("taskset")).isPresent(), "taskset on the path");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try (Children children = new Children();
                CPrograms programs = CPrograms.compile()) {
            LoginStorm storm = new LoginStorm(
                    new ChatlabProgram(
                            "chatlab",
                            java,
                            CHECKOUT.resolve("server/target/server.jar"),
                            CHECKOUT.resolve("server/jvm.options"),
                            Map.of()),
                    LoadClientsJar.built(),
                    programs.attempts(),
                    new Cores(0, 1),
                    children);
            LoginStorm.Outcome quiet = storm.run(SHAPE, false);
            LoginStorm.Outcome stormy = storm.run(SHAPE, true);
            for (LoginStorm.Outcome outcome : List.of(quiet, stormy)) {
                // A machine that is busy with other tests may make the load clients late, and lets them say so.
                assertThat(outcome.wrong())
                        .allMatch(sentence -> sentence.endsWith("(client-bound).") || sentence.endsWith("(host)."));
                assertThat(outcome.p99Ms()).isPositive();
            }
            assertThat(quiet.granted() + quiet.busy()).isZero();
            assertThat(stormy.busy()).isPositive();
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
    }
}
