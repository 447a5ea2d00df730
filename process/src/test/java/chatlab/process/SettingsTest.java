package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private enum Io {
        EPOLL,
        IO_URING
    }

    private static int port(Settings settings) {
        return settings.integer("PORT", 8080, 1, 65_535, "where clients connect");
    }

    private static double share(Settings settings) {
        return settings.number("SHARE", 0.0001, 0, 1.5, "of the clients");
    }

    private static Duration patience(Settings settings) {
        return settings.duration("PATIENCE", Duration.ofMillis(2), Duration.ZERO, Duration.ofMillis(10), "wait");
    }

    private static long maxLineBytes(Settings settings) {
        return settings.size("MAX_LINE_BYTES", 20_000, 64, 1 << 20, "longest line");
    }

    private static Io io(Settings settings) {
        return settings.choice("IO", Io.class, Io.EPOLL, "how sockets are driven");
    }

    @Test
    void settingWithoutAVariableOrFlagHasItsDefault() {
        Settings settings = Settings.of(Map.of());
        assertThat(port(settings)).isEqualTo(8080);
        assertThat(share(settings)).isEqualTo(0.0001);
        assertThat(patience(settings)).isEqualTo(Duration.ofMillis(2));
        assertThat(maxLineBytes(settings)).isEqualTo(20_000);
        assertThat(io(settings)).isEqualTo(Io.EPOLL);
        assertThat(settings.text("TOKEN", "", "secret")).isEmpty();
    }

    @Test
    void settingsAreReadFromTheEnvironment() {
        Settings settings = Settings.of(Map.of(
                "PORT",
                "65535",
                "SHARE",
                "1.5e-1",
                "PATIENCE",
                "0.5ms",
                "MAX_LINE_BYTES",
                "64KiB",
                "IO",
                "io_uring",
                "TOKEN",
                " x "));
        assertThat(port(settings)).isEqualTo(65_535);
        assertThat(share(settings)).isEqualTo(0.15);
        assertThat(patience(settings)).isEqualTo(Duration.ofNanos(500_000));
        assertThat(maxLineBytes(settings)).isEqualTo(65_536);
        assertThat(io(settings)).isEqualTo(Io.IO_URING);
        assertThat(settings.text("TOKEN", "", "secret")).isEqualTo(" x ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--max-line-bytes 100", "--max-line-bytes=100", "--max-line-bytes 7 --max-line-bytes 100"})
    void flagGoesBeforeTheEnvironmentAndTheLastOneCounts(String arguments) {
        Settings settings = Settings.of(Map.of("MAX_LINE_BYTES", "200"), arguments.split(" "));
        assertThat(maxLineBytes(settings)).isEqualTo(100);
        settings.requireAllKnown();
        assertThat(settings.resolved()).containsExactly(Map.entry("MAX_LINE_BYTES", "100"));
    }

    @Test
    void variableSetToNothingCountsAsNotSetButAFlagSetToNothingDoesNot() {
        assertThat(port(Settings.of(Map.of("PORT", "")))).isEqualTo(8080);
        assertThat(Settings.of(Map.of("TOKEN", "x"), "--token=").text("TOKEN", "y", "secret"))
                .isEmpty();
        assertSentence(
                SettingsTest::port,
                Map.of(),
                "--port is '', but it has to be a whole number from 1 to 65535.",
                "--port=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "80.0", "8o", " 80", "99999999999999999999", "1e3", "eighty"})
    void wrongWholeNumberIsNamed(String value) {
        assertSentence(
                SettingsTest::port,
                Map.of("PORT", value),
                "PORT is '" + value + "', but it has to be a whole number from 1 to 65535.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.6", "-0.1", "NaN", "Infinity", "0x1p-1", "1d", "0.5f", " 1", "1 ", ".5", "1.", "half", "0,5"})
    void wrongNumberIsNamed(String value) {
        assertSentence(
                SettingsTest::share,
                Map.of("SHARE", value),
                "SHARE is '" + value + "', but it has to be a number from 0 to 1.5.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11ms", "5", "-1ms", "1s", "soon", "999999999h"})
    void wrongDurationIsNamed(String value) {
        assertSentence(
                SettingsTest::patience,
                Map.of("PATIENCE", value),
                "PATIENCE is '" + value + "', but it has to be a duration from 0 to 10ms, such as 250ms or 30s.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"63", "1025KiB", "20kB", "-5", "9999999999GiB"})
    void wrongSizeIsNamed(String value) {
        assertSentence(
                SettingsTest::maxLineBytes,
                Map.of("MAX_LINE_BYTES", value),
                "MAX_LINE_BYTES is '" + value + "', but it has to be a size from 64 to 1MiB, such as 512 or 64KiB.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EPOLL", "kqueue", "io-uring", " epoll"})
    void wrongChoiceIsNamed(String value) {
        assertSentence(
                SettingsTest::io,
                Map.of("IO", value),
                "IO is '" + value + "', but it has to be one of epoll, io_uring.");
    }

    @Test
    void wrongValueOfAnotherKindIsNamed() {
        assertSentence(
                s -> s.parsed("EVEN", "2", SettingsTest::even, "an even number", "pairs"),
                Map.of(),
                "--even is '3', but it has to be an even number.",
                "--even",
                "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port 80|The argument 'port' is not a flag; flags are written --name value (see --help).",
                "-p 80|The argument '-p' is not a flag; flags are written --name value (see --help).",
                "--|The argument '--' is not a flag; flags are written --name value (see --help).",
                "--port|The flag --port has no value; flags are written --name value.",
                "--port --bind 0.0.0.0|The flag --port has no value; flags are written --name value.",
            })
    void argumentsOfAnotherFormAreNamed(String arguments, String sentence) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Settings.of(Map.of(), arguments.split(" ")))
                .withMessage(sentence);
    }

    @Test
    void unknownFlagIsNamedWithThoseThatThereAre() {
        Settings settings = Settings.of(Map.of(), "--prot", "80", "--event-lops", "2");
        port(settings);
        maxLineBytes(settings);
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(settings::requireAllKnown)
                .withMessage("There is no flag --event-lops; the flags are --port, --max-line-bytes.");
    }

    @Test
    void helpListsEverySettingWithItsDefaultAndNeverFails() {
        Settings settings =
                Settings.of(Map.of("PORT", "wrong", "IO", "wrong"), "--nonsense", "--port", "wrong", "stray", "-h");
        assertThat(settings.helpRequested()).isTrue();
        assertThat(port(settings)).isEqualTo(8080);
        share(settings);
        patience(settings);
        maxLineBytes(settings);
        io(settings);
        settings.text("TOKEN", "", "secret");
        settings.requireAllKnown();
        assertThat(settings.help().lines())
                .containsExactly(
                        "  PORT            8080    where clients connect",
                        "  SHARE           0.0001  of the clients",
                        "  PATIENCE        2ms     wait",
                        "  MAX_LINE_BYTES  20000   longest line",
                        "  IO              epoll   how sockets are driven",
                        "  TOKEN                   secret");
    }

    @Test
    void helpOfNothingIsEmpty() {
        assertThat(Settings.of(Map.of(), "--help").help()).isEmpty();
    }

    @Test
    void resolvedSettingsStandInTheOrderInWhichTheyWereRead() {
        Settings settings = Settings.of(Map.of("IO", "io_uring", "HOME", "elsewhere"), "--port", "1");
        io(settings);
        port(settings);
        patience(settings);
        assertThat(settings.resolved())
                .containsExactly(Map.entry("IO", "io_uring"), Map.entry("PORT", "1"), Map.entry("PATIENCE", "2ms"));
    }

    @Test
    void passwordsInAddressesAreNotShown() {
        Settings settings = Settings.of(Map.of("URL", "redis://ada:p/a@ss@host:1"));
        String _ = settings.text("URL", "", "where");
        assertThat(settings.resolved()).containsExactly(Map.entry("URL", "redis://***@host:1"));
        assertSentence(
                s -> s.parsed("URL", "2", SettingsTest::even, "an even number", "pairs"),
                Map.of("URL", "redis://ada:p/a@ss@host:1"),
                "URL is 'redis://***@host:1', but it has to be an even number.");
    }

    private static Integer even(String text) {
        int value = Integer.parseInt(text);
        if (value % 2 != 0) {
            throw new IllegalArgumentException("odd");
        }
        return value;
    }

    private static void assertSentence(
            Function<Settings, ?> reading, Map<String, String> environment, String sentence, String... arguments) {
        Settings settings = Settings.of(environment, arguments);
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> reading.apply(settings))
                .withMessage(sentence);
    }
}
