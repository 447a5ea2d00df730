package chatlab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.bench.scenario.GeneratorScenarios;
import chatlab.bench.scenario.Scenarios;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    @TempDir
    private Path checkout;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void pretendThatAllIsBuilt() throws Exception {
        Files.createDirectories(checkout.resolve("server/target"));
        Files.createFile(checkout.resolve("server/jvm.options"));
        Files.createFile(checkout.resolve("server/target/server.jar"));
        Files.createDirectories(checkout.resolve("load-clients/target"));
        Files.createFile(checkout.resolve("load-clients/jvm.options"));
        Files.createFile(checkout.resolve("load-clients/target/load-clients.jar"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--cores 1,1 | --cores is '1,1', but has to be two different cores, the server's and the client's, such as"
                        + " 0,1.",
                "--cores a | --cores is 'a', but has to be two different cores, the server's and the client's, such as"
                        + " 0,1.",
                "--repetitions 0 | --repetitions is 0, but has to be 1 to 100.",
                "--repetitions 101 | --repetitions is 101, but has to be 1 to 100.",
                "--env PATIENCE | --env is 'PATIENCE', but has to be NAME=VALUE.",
                "--server-jar no.jar | --server-jar is 'no.jar', but there is no such file.",
                "--baseline-server-jar no.jar | --baseline-server-jar is 'no.jar', but there is no such file.",
                "--jvm-options no | --jvm-options is 'no', but there is no such file.",
                "--colour | '--colour' is no option here. See 'chatlab bench --help'.",
                "P1 | 'P1' is no option here. See 'chatlab bench --help'.",
                "flood --seconds 0 | --seconds is 0, but has to be 1 to 3000.",
                "flood --memory-mib 1 | --memory-mib is 1, but has to be 32 to 65536.",
                "flood --cores 1,1 | --cores is '1,1', but has to be two different cores, the server's and the client's, such"
                        + " as 0,1.",
                "clients --repetitions 0 | --repetitions is 0, but has to be 1 to 100.",
                "clients --clients-jar no.jar | --clients-jar is 'no.jar', but there is no such file.",
                "clients --jvm-options no | --jvm-options is 'no', but there is no such file.",
                "clients --baseline-clients-jar no.jar | --baseline-clients-jar is 'no.jar', but there is no such file.",
                "clients --baseline-jvm-options no | --baseline-jvm-options is 'no', but there is no such file.",
                "clients --scenarios P1 | There is no scenario 'P1'; there are C1 (idle), C2 (receive), C3 (send-lag), C4"
                        + " (judgement).",
                "logins --cpus 2 | --cpus is 2.0, but has to be 0.05 to 1.0.",
                "logins --members 1 | --members is 1, but has to be 2 to 10000.",
                "clients --server-jar a | '--server-jar' is no option here. See 'chatlab bench --help'.",
                "crowd --clients 1 | --clients is 1, but has to be 2 to 60000.",
                "crowd --clients 7 | --clients is 7, but has to be even: each of two processes has half of them.",
                "crowd --seconds 0 | --seconds is 0, but has to be 1 to 3000.",
                "crowd --cores 1,1 | --cores is '1,1', but has to be two different cores, the server's and the client's, such"
                        + " as 0,1.",
                "pieces nothing | No piece matches 'nothing'; there are FrameCheck, LogAppend and StampScan.",
                "pieces ( | No piece matches '('; there are FrameCheck, LogAppend and StampScan.",
                "--repetitions many | Invalid value for option '--repetitions': 'many' is not an int. See 'chatlab bench"
                        + " --help'."
            })
    void wrongOptionGetsOneSentence(String options, String sentence) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> execute(options.strip().split(" ")))
                .withMessage(sentence);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void coreThatIsNotThereIsSaid() {
        assertThatExceptionOfType(UnusableException.class)
                .isThrownBy(() -> execute("--cores", "0,9999"))
                .withMessageMatching("There is no core 9999 here, only 0 to \\d+; choose two with --cores\\.");
    }

    @Test
    void floodOnCoreThatIsNotThereIsSaid() {
        assertThatExceptionOfType(UnusableException.class)
                .isThrownBy(() -> execute("flood", "--cores", "9999,0"))
                .withMessageMatching("There is no core 9999 here, only 0 to \\d+; choose two with --cores\\.");
    }

    @Test
    void listNamesEveryScenarioAndMeasuresNothing() throws Exception {
        assertThat(execute("--list")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .hasSameSizeAs(Scenarios.all())
                .first()
                .asString()
                .startsWith("P1   capacity ");
    }

    @Test
    void listOfTheClientsNamesTheirScenarios() throws Exception {
        assertThat(execute("clients", "--list")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .hasSameSizeAs(GeneratorScenarios.all())
                .first()
                .asString()
                .startsWith("C1   idle ");
    }

    @Test
    void crowdWithoutABuildIsSaid() throws Exception {
        Path jar = checkout.resolve("load-clients/target/load-clients.jar");
        Files.delete(jar);
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> execute("crowd"))
                .withMessage("There is no '" + jar + "' to measure; build it first.");
    }

    private int execute(String... arguments) throws Exception {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return BenchCommand.execute(new Context(checkout, "abc", false, new StopSignal(), out), arguments);
    }
}
