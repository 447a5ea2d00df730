package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final Finding FINE = Finding.ok("colour", "green");
    private static final Finding ODD =
            Finding.note("shape", "round rather than square, which is not what most people expect to see", "a", "b c");
    private static final Finding DEAD = Finding.fail(EngineCheck.NAME, "none", "start it");

    @Test
    void findingsStandInTheOrderOfTheChecks() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        Doctor doctor = new Doctor(
                List.of(
                        check("slow", () -> {
                            second.await();
                            return List.of(FINE);
                        }),
                        check("quick", () -> {
                            second.countDown();
                            return List.of(ODD, DEAD);
                        })),
                Duration.ofSeconds(30));

        assertThat(doctor.examine().findings()).containsExactly(FINE, ODD, DEAD);
    }

    @Test
    void aCheckThatHangsOrBreaksIsAFindingOfItsOwn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Doctor doctor = new Doctor(
                List.of(
                        check("hung", () -> {
                            never.await();
                            return List.of();
                        }),
                        check("broken", () -> {
                            throw new IllegalStateException("oh");
                        }),
                        check("fine", () -> List.of(FINE))),
                Duration.ofMillis(1500));

        assertThat(doctor.examine().findings())
                .containsExactly(
                        Finding.fail("hung", "could not be found out within 1 s"),
                        Finding.fail("broken", "could not be found out: java.lang.IllegalStateException: oh"),
                        FINE);
    }

    @Test
    void onlyEngineAndBuildxDecideWhetherContainersCanBeUsed() {
        assertThat(new Diagnosis(List.of(FINE, ODD)).containersCanBeUsed()).isTrue();
        assertThat(new Diagnosis(List.of(Finding.fail("Compose", ""))).containersCanBeUsed())
                .isTrue();
        assertThat(new Diagnosis(List.of(Finding.fail("buildx", ""))).containersCanBeUsed())
                .isFalse();
        assertThat(new Diagnosis(List.of(FINE, DEAD)).containersCanBeUsed()).isFalse();
    }

    @Test
    void theSummarySaysHowMuchAndWhatFollows() {
        assertThat(new Diagnosis(List.of(FINE)).summary())
                .isEqualTo("Nothing to mend, nothing keeps the lab from running.");
        assertThat(new Diagnosis(List.of(FINE, ODD, ODD)).summary())
                .isEqualTo("2 findings, nothing keeps the lab from running.");
        assertThat(new Diagnosis(List.of(Finding.fail("Compose", ""))).summary())
                .isEqualTo("1 finding; containers can be used, but not all that the lab offers.");
        assertThat(new Diagnosis(List.of(DEAD)).summary())
                .isEqualTo("1 finding; containers can't be used, so experiments run as local processes.");
    }

    @Test
    void peopleGetATableThatIsWrappedButForItsCommands() {
        assertThat(new FindingsTable(51, false).lines(new Diagnosis(List.of(FINE, ODD))))
                .containsExactly(
                        "ok    colour  green",
                        "note  shape   round rather than square, which is",
                        "              not what most people expect to see",
                        "      mend: a",
                        "            b c",
                        "",
                        "1 finding, nothing keeps the lab from running.");
    }

    @Test
    void onlyLevelsAreColoured() {
        assertThat(new FindingsTable(80, true).lines(new Diagnosis(List.of(FINE, DEAD))))
                .startsWith(
                        "\u001b[32mok    \u001b[0mcolour         green",
                        "\u001b[1;31mFAIL  \u001b[0mDocker Engine  none",
                        "      mend: start it");
    }

    @Test
    void scriptsGetAnArray() throws Exception {
        JsonNode json = new JsonMapper().readTree(FindingsJson.of(new Diagnosis(List.of(FINE, ODD))));

        assertThat(json).hasSize(2);
        assertThat(json.get(0).toString())
                .isEqualTo("{\"check\":\"colour\",\"level\":\"ok\",\"finding\":\"green\",\"mend\":[]}");
        assertThat(json.get(1).at("/level").asText()).isEqualTo("note");
        assertThat(json.get(1).get("mend")).extracting(JsonNode::asText).containsExactly("a", "b c");
    }

    @Test
    void versionsAreComparedByNumbers() {
        assertThat(Versions.isAtLeast("v2.9.0", 2, 20, 0)).isFalse();
        assertThat(Versions.isAtLeast("Docker version 26.1.5+dfsg1, build", 20, 10, 0))
                .isTrue();
        assertThat(Versions.isAtLeast("25", 25, 0, 0)).isTrue();
        assertThat(Versions.isAtLeast("3.8.6", 3, 8, 7)).isFalse();
        assertThat(Versions.isAtLeast("dev", 0, 0, 1)).isFalse();
    }

    private static Check check(String name, Callable<List<Finding>> body) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> findings() throws Exception {
                return body.call();
            }
        };
    }
}
