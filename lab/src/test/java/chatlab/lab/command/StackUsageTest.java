package chatlab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.command.LabProcess.End;
import chatlab.lab.stack.Browser;
import chatlab.lab.stack.Part;
import chatlab.lab.stack.Urls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code up}, {@code open} and {@code down} say where there is nothing to work with; docker is a script here. */
class StackUsageTest {
    private static final String PROMETHEUS = """
            {"Service":"prometheus","Name":"x-prometheus-1","State":"running","Health":"healthy",\
            "Publishers":[{"URL":"127.0.0.1","TargetPort":9090,"PublishedPort":9190,"Protocol":"tcp"}]}""";
    private static final String SERVER = """
            {"Service":"server","Name":"x-server-1","State":"exited","Health":"","Publishers":null}""";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"up", "open", "down"})
    void withoutComposeItIsSaidHowToGetIt(String command) throws Exception {
        docker("exit 1");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");

        End end = lab().run(command);

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.error())
                .startsWith("No 'docker compose' answers on the path; ")
                .hasLineCount(1);
        assertThat(end.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "open", "down"})
    void withoutAnEngineItIsSaidWhatTheClientSays(String command) throws Exception {
        docker(
                "[ \"$1\" = compose ] && { echo 2.26.1; exit 0; }; echo 'Cannot connect to the Docker daemon.' >&2; exit 1");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");

        End end = lab().run(command);

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.error())
                .isEqualTo(
                        "No Docker Engine answers (Cannot connect to the Docker daemon); it has to run, and you have to"
                                + " be allowed to use it.\n");
    }

    @Test
    void withoutAComposeFileItIsSaidWhereItShouldBe() throws Exception {
        End end = lab().run("up");

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.error())
                .isEqualTo("There is no " + folder.resolve("docker-compose.yml")
                        + "; it is a part of chatlab's checkout.\n");
    }

    @Test
    void openOfAStackThatIsNotUpNamesUp() throws Exception {
        docker("case \"$*\" in *' version'*|version*) echo 2.26.1;; esac");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");

        End end = lab().run("open");

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.error())
                .isEqualTo(
                        "The stack is not up: neither Grafana nor Prometheus is running; './chatlab up' starts them.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "up, true, images;--no-build server load-clients prometheus",
        "up --no-build, true, --no-build server load-clients prometheus",
        "up --observer, true, --no-build --no-deps prometheus",
        "up, false, --build server load-clients prometheus"
    })
    void theLauncherBuildsTheImagesOfItsCheckoutBecauseItLabelsThem(String line, boolean launcher, String calls)
            throws Exception {
        docker("""
                case "$*" in
                  *' config '*) echo '{"name":"x","services":{"server":{"image":"a","build":{}},\
                "load-clients":{"image":"b","build":{}},"prometheus":{"image":"c"}}}';;
                  *' up '*) shift 8; echo "$@" >> calls;;
                  *version*) echo 2.26.1;;
                esac""");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");
        if (launcher) {
            script("chatlab", "echo \"$@\" >> calls; echo built");
        }

        End end = lab().run((line + " --json").split(" "));

        assertThat(end.exitCode()).as(end.error()).isZero();
        assertThat(folder.resolve("calls")).hasContent(calls.replace(';', '\n'));
        assertThat(end.out()).isEqualTo("{\"services\":[],\"urls\":{}}\n");
    }

    @Test
    void aBuildThatFailsIsToldAndNothingIsStarted() throws Exception {
        docker("""
                case "$*" in
                  *' config '*) echo '{"name":"x","services":{"server":{"image":"a","build":{}}}}';;
                  *' up '*) echo up >> calls;;
                  *version*) echo 2.26.1;;
                esac""");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");
        script("chatlab", "echo no disk >&2; exit 5");

        End end = lab().run("up");

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.error())
                .isEqualTo("no disk\nThe images could not be built ('" + folder.resolve("chatlab")
                        + " images' ended with exit code 5; what it said stands above).\n");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void whatATrialDoesNotKeepAndIsLeftNonethelessIsNamed() throws Exception {
        docker("""
                case "$*" in
                  *' config '*) echo '{"name":"x","networks":{"observer":{"name":"x_observer"}}}';;
                  *' down '*) echo 'Error: no permission.' >&2; exit 1;;
                  ps*) echo trial-1;;
                  network*) printf 'x_chat\nx_observer\n';;
                  *version*) echo 2.26.1;;
                esac""");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");

        End end = lab().run("down");

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.error())
                .isEqualTo("Not all of the stack could be removed (x_chat is left): Error: no permission.\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            up --fast         | '--fast' is no command or argument here. See 'chatlab up --help'.
            up now            | 'now' is no command or argument here. See 'chatlab up --help'.
            up --scale 65     | '--scale' is '65', but it has to be a whole number from 0 to 64. See 'chatlab up --help'.
            up --scale -1     | '--scale' is '-1', but it has to be a whole number from 0 to 64. See 'chatlab up --help'.
            up --scale many   | '--scale' is 'many', but it has to be a whole number from 0 to 64. See 'chatlab up --help'.
            up --scale 2 --observer | '--scale' is given with '--observer', which starts no load clients; it has to be one of the two. See 'chatlab up --help'.
            down --all        | '--all' is no command or argument here. See 'chatlab down --help'.
            open grafana      | 'grafana' is no command or argument here. See 'chatlab open --help'.
            """)
    void wrongUsageIsToldInOneSentence(String line, String sentence) throws Exception {
        End end = lab().run(line.split(" +"));

        assertThat(end.exitCode()).isEqualTo(2);
        assertThat(end.error()).isEqualTo(sentence + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROMETHEUS + "\n" + SERVER + "\n", "[" + SERVER + "," + PROMETHEUS + "]"})
    void whatRunsIsReadFromLinesAndFromAnArray(String json) {
        assertThat(Part.parse(json))
                .containsExactly(
                        new Part("prometheus", "x-prometheus-1", "running", "healthy", Map.of(9090, "127.0.0.1:9190")),
                        new Part("server", "x-server-1", "exited", "none", Map.of()));
        assertThat(Part.parse("")).isEmpty();
        assertThat(Part.parse("[]")).isEmpty();
    }

    @Test
    void dashboardsComeBeforePrometheus() {
        Part grafana = new Part("grafana", "g", "running", "none", Map.of(3000, "127.0.0.1:3000"));
        Part prometheus = new Part("prometheus", "p", "running", "none", Map.of(9090, "127.0.0.1:9090"));

        assertThat(Urls.toLookAt(List.of(prometheus, grafana))).hasValue("http://127.0.0.1:3000/");
        assertThat(Urls.toLookAt(List.of(prometheus)).orElseThrow())
                .startsWith("http://127.0.0.1:9090/query?g0.expr=")
                .contains("&g1.expr=histogram_quantile%280.99%2C", "&g1.tab=graph&g1.range_input=5m")
                .doesNotContain(" ");
        assertThat(Urls.toLookAt(List.of())).isEmpty();
    }

    @Test
    void whereHaproxyStandsInFrontOfServersChatIsThere() {
        Part server = new Part("server", "s", "running", "none", Map.of(8080, "127.0.0.1:32768"));
        Part haproxy = new Part("haproxy", "h", "running", "none", Map.of(8080, "127.0.0.1:8080"));

        assertThat(Urls.of(List.of(server))).containsEntry("chat", "tcp://127.0.0.1:32768");
        assertThat(Urls.of(List.of(haproxy, server)))
                .containsEntry("chat", "tcp://127.0.0.1:8080")
                .containsEntry("websocket", "ws://127.0.0.1:8080/ws");
    }

    @Test
    void theBrowserIsAskedOnlyWhereThereIsADisplay() throws Exception {
        script("xdg-open", "echo \"$1\" > " + folder.resolve("asked"));
        String path = folder.toString();

        assertThat(new Browser(Map.of("PATH", path), "Linux").open("http://a/")).isFalse();
        assertThat(folder.resolve("asked")).doesNotExist();
        assertThat(new Browser(Map.of("PATH", path, "DISPLAY", ":0"), "Linux").open("http://a/"))
                .isTrue();
        assertThat(folder.resolve("asked")).hasContent("http://a/");
        script("xdg-open", "exit 3");
        assertThat(new Browser(Map.of("PATH", path, "DISPLAY", ":0"), "Linux").open("http://a/"))
                .isFalse();
        assertThat(new Browser(Map.of("PATH", path), "Mac OS X").open("http://a/"))
                .isFalse();
        script("open", "exit 0");
        assertThat(new Browser(Map.of("PATH", path), "Mac OS X").open("http://a/"))
                .isTrue();
    }

    private LabProcess lab() {
        return new LabProcess(folder, folder).with("PATH", folder.toString());
    }

    private void docker(String script) throws IOException {
        script("docker", script);
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
