package chatlab.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong is said in a sentence before Gatling has been started; the program ends with exit code 2 or 5 by these exceptions. */
class SettingsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private ExitCode run(String... arguments) throws Exception {
        return GatlingMain.run(
                Map.of("RESULTS_DIR", folder.resolve("results").toString()),
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new StopSignal());
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    steady                                       | There is no simulation 'steady'; there are steady-chat, big-room, many-small-rooms, connection-storm, login-storm, history-readers.
                    --users 5                                    | The first argument is '--users', but it has to be a simulation's name; there are steady-chat, big-room, many-small-rooms, connection-storm, login-storm, history-readers.
                    steady-chat --users 0                        | --users is '0', but it has to be a whole number from 1 to 60000.
                    steady-chat --users many                     | --users is 'many', but it has to be a whole number from 1 to 60000.
                    steady-chat --target localhost:8080          | --target is 'localhost:8080', but it has to be http://host:port, such as http://localhost:8080.
                    steady-chat --target tcp://localhost:8080    | --target is 'tcp://localhost:8080', but it has to be http://host:port, such as http://localhost:8080.
                    steady-chat --target http://localhost        | --target is 'http://localhost', but it has to be http://host:port, such as http://localhost:8080.
                    steady-chat --target http://localhost:1/ws   | --target is 'http://localhost:1/ws', but it has to be http://host:port, such as http://localhost:8080.
                    steady-chat --rooms 300                      | ROOMS is 300, but it has to be at most the 200 who are in them.
                    history-readers --rooms 30                   | ROOMS is 30, but it has to be at most the 20 who are in them.
                    steady-chat --rate 0.1 --duration 5s         | RATE is 0.1 messages/s and DURATION is 5s, but together they have to make at least one message that is measured.
                    steady-chat --rate 100000 --duration 1h      | RATE is 100000 messages/s, WARMUP is 5s and DURATION is 1h, but together they may make at most 5,000,000 messages.
                    steady-chat --rate fast                      | --rate is 'fast', but it has to be a number from 0.1 to 100000.
                    steady-chat --ramp soon                      | --ramp is 'soon', but it has to be a duration from 0 to 1h, such as 250ms or 30s.
                    steady-chat --message-bytes 50               | --message-bytes is '50', but it has to be a size from 83 to 20000, such as 512 or 64KiB.
                    steady-chat --max-p99 0                      | --max-p99 is '0', but it has to be off, or a duration such as 100ms.
                    steady-chat --max-failed 2                   | --max-failed is '2', but it has to be a share from 0% to 100%, such as 0.5%.
                    steady-chat --seed x                         | --seed is 'x', but it has to be a whole number.
                    connection-storm --rate 5                    | There is no flag --rate; the flags are --target, --users, --ramp, --rooms, --duration, --seed, --results-dir, --max-failed, --max-request-p99, --admin-port, --bind, --experiment, --trial.
                    steady-chat --max-request-p99 1500us         | MAX_REQUEST_P99 is '1500us', but it has to be whole milliseconds, at most an hour.
                    history-readers --rate 1                     | RATE is 1 messages/s, WARMUP is 5s and TALKERS is 20, but each of them has to have said something before the readers come.
                    steady-chat --start barrier                  | START is 'barrier' and ADMIN_PORT is 'off', but the barrier has to be opened through the admin port.
                    steady-chat 200                              | The argument '200' is not a flag; flags are written --name value (see --help).
                    """)
    void wrongSettingsGetASentence(String line, String sentence) {
        assertThatThrownBy(() -> run(line.split(" ")))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    @Test
    void aSimulationHasToBeNamed() {
        assertThatThrownBy(this::run)
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("No simulation is named; there are steady-chat, ");
    }

    @Test
    void resultsNeedAFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("results"), "");
        assertThatThrownBy(() -> run("steady-chat"))
                .isInstanceOf(SettingException.class)
                .hasMessage("RESULTS_DIR is '" + file + "', but it has to be a folder that can be written.");
    }

    @Test
    void whereNobodyAnswersNothingIsPlayed() throws Exception {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        assertThatThrownBy(() -> run("steady-chat", "--target", "http://127.0.0.1:" + port))
                .isInstanceOf(UnusableException.class)
                .hasMessageStartingWith("Nobody answers at http://127.0.0.1:" + port + " (");
    }

    @Test
    void helpNamesAllSimulationsAndExitCodes() throws Exception {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(said())
                .contains("steady-chat ", "big-room ", "many-small-rooms ", "connection-storm ", "login-storm ")
                .contains("history-readers ", "3 a gate was missed");
        String help = said();
        out.reset();
        assertThat(run("--list")).isEqualTo(ExitCode.OK);
        assertThat(said()).isEqualTo(help);
    }

    @ParameterizedTest
    @EnumSource
    void eachSimulationListsItsOwnSettings(chatlab.gatling.simulation.Journey journey) throws Exception {
        assertThat(run(journey.toString(), "--help")).isEqualTo(ExitCode.OK);
        assertThat(said())
                .contains("Usage: chatlab gatling " + journey, journey.summary(), "TARGET", "USERS", "MAX_FAILED");
    }
}
