package chatlab.lab.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedTest {
    private static final long MS = 1_000_000;

    @TempDir
    private Path folder;

    /** 1 to 100 ms in one process, 101 to 200 in the other: neither has the p50 of both. */
    @Test
    void percentilesAreThoseOfAllRecordedValuesTogether() throws Exception {
        Merged merged = Merged.of(List.of(process("a", 0, 20_000 * MS, 0), process("b", 5_000 * MS, 25_000 * MS, 100)));

        assertThat(merged.processes()).isEqualTo(2);
        assertThat(merged.clients()).isEqualTo(20);
        assertThat(merged.overlapNs()).isEqualTo(15_000 * MS);
        assertThat(merged.messages()).isEqualTo(new Merged.Messages(42, 40));
        assertThat(merged.deliveries()).isEqualTo(new Merged.Deliveries(true, 400, 400, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(merged.latency().count()).isEqualTo(200);
        assertThat(merged.latency().missing()).isZero();
        assertThat(ms(merged.latency().p50())).isEqualTo(100);
        assertThat(ms(merged.latency().p90())).isEqualTo(180);
        assertThat(ms(merged.latency().p99())).isEqualTo(198);
        assertThat(ms(merged.latency().max())).isEqualTo(200);
        assertThat(merged.isValid()).isTrue();
        assertThat(MergedText.lines(merged))
                .contains(
                        "clients      20 of 2 processes",
                        "windows      measured at the same time for 15.0 s",
                        "sent         40 of 42 messages",
                        "received     400 of 400 deliveries, every ledger is exact")
                .noneMatch(line -> line.startsWith("INVALID") || line.startsWith("ledger"));
    }

    @Test
    void whatNeverCameIsInfinitelyLate() throws Exception {
        Path some = process("some", 0, 1, 0);
        rewrite(some, "\"expectedInWindow\": 100", "\"expectedInWindow\": 120");
        Merged merged = Merged.of(List.of(some, process("all", 0, 1, 100)));

        assertThat(merged.latency().missing()).isEqualTo(20);
        assertThat(ms(merged.latency().p50())).isEqualTo(110); // the 110th of 220
        assertThat(ms(merged.latency().p90())).isEqualTo(198);
        assertThat(merged.latency().p99()).isNull();
        assertThat(merged.latency().max()).isNull();
        assertThat(MergedText.lines(merged))
                .anyMatch(
                        line -> line.startsWith("latency ") && line.endsWith("max never  (of 200, and 20 never came)"));
    }

    @Test
    void oneProcessThatCannotBeTrustedSpoilsAll() throws Exception {
        Path late = process("late", 0, 1, 0);
        rewrite(late, "[]", "[{\"reason\": \"client-bound\", \"detail\": \"the generator was late\"}]");
        rewrite(late, "\"exact\": true, \"lost\": 0", "\"exact\": false, \"lost\": 3");
        Merged merged = Merged.of(List.of(process("fine", 2, 3, 100), late));

        assertThat(merged.isValid()).isFalse();
        assertThat(merged.invalid()).containsExactly(late + ": the generator was late (client-bound)");
        assertThat(merged.deliveries().exact()).isFalse();
        assertThat(MergedText.lines(merged))
                .contains(
                        "windows      were never measured at the same time: the figures are of different loads",
                        "ledger       lost 3, duplicated 0, reordered 0, missed by gaps 0 and by ends of connections 0, damaged 0,"
                                + " foreign 0",
                        "INVALID      " + late + ": the generator was late (client-bound)");
    }

    @Test
    void folderWithoutResultsIsSaid() throws Exception {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Merged.of(List.of(folder)))
                .withMessage("There is no " + folder.resolve("summary.json")
                        + "; the folder has to be the RESULTS_DIR of load clients.");
        Path other = process("other", 0, 1, 0);
        rewrite(other, "summary/1", "summary/2");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Merged.of(List.of(other)))
                .withMessage(
                        other.resolve("summary.json") + " has the format 'chatlab-clients-summary/2', but it has to be"
                                + " 'chatlab-clients-summary/1'.");
        Files.writeString(other.resolve("summary.json"), "{");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Merged.of(List.of(other)))
                .withMessage(other.resolve("summary.json") + " is no JSON.");
        Path without = process("without", 0, 1, 0);
        Files.delete(without.resolve("latency.hlog"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Merged.of(List.of(without)));
    }

    @Test
    void windowsOfDifferentMachinesAreNotCompared() throws Exception {
        Path other = process("other", 0, 1, 0);
        rewrite(other, "\"bootId\": \"a\"", "\"bootId\": \"b\"");
        Merged merged = Merged.of(List.of(process("one", 5, 6, 0), other));
        assertThat(merged.overlapNs()).isNull();
        assertThat(MergedText.lines(merged)).noneMatch(line -> line.startsWith("windows"));
    }

    @Test
    void deliveriesOfOtherProcessesMessagesAreToldBesides() throws Exception {
        Path shared = process("shared", 0, 1, 0);
        rewrite(shared, "\"ofOtherRuns\": 0", "\"ofOtherRuns\": 12");
        assertThat(MergedText.lines(Merged.of(List.of(shared))))
                .contains(
                        "             besides 12 deliveries that no ledger accounts for: of processes that are not given here, or to clients"
                                + " that come and go");
    }

    /** Two processes of ten clients at one server: each says what it sent and what its clients got of the other. */
    private List<Path> sharing(String heardByB) throws IOException {
        Path a = process("a", 0, 20_000 * MS, 0);
        share(
                a,
                "a",
                "{'room':'global','members':10,'messages':20,'hashes':'aa'}",
                "{'run':'b','room':'global','messages':20,'hashes':'bb','receivers':10}",
                200);
        Path b = process("b", 0, 20_000 * MS, 0);
        share(b, "b", "{'room':'global','members':10,'messages':20,'hashes':'bb'}", heardByB, 200);
        return List.of(a, b);
    }

    private static void share(Path process, String run, String rooms, String heard, long ofOtherRuns)
            throws IOException {
        rewrite(
                process,
                "\"invalid\"",
                "\"run\": \"%s\", \"configuration\": {\"TARGET\": \"tcp://x:1\"}, \"sharedRooms\": {\"rooms\": [%s], \"heard\": [%s]}, \"invalid\""
                        .formatted(run, rooms.replace('\'', '"'), heard.replace('\'', '"')));
        rewrite(process, "\"ofOtherRuns\": 0", "\"ofOtherRuns\": " + ofOtherRuns);
    }

    @Test
    void whatProcessesGotOfEachOtherIsAccountedFor() throws Exception {
        Merged merged = Merged.of(sharing("{'run':'a','room':'global','messages':20,'hashes':'aa','receivers':10}"));
        assertThat(merged.between()).isEqualTo(new Between(400, 400, 0));
        assertThat(MergedText.lines(merged))
                .contains("between them 400 of 400 deliveries, exact: everybody received everything once")
                .noneMatch(line -> line.contains("besides"));
    }

    /** One lost and another one got twice: the counts are right, the sums are not. */
    @Test
    void whatSomebodyMissedOfAnotherProcessIsSaid() throws Exception {
        Merged merged = Merged.of(sharing("{'run':'a','room':'global','messages':20,'hashes':'aa','receivers':8},"
                + "{'run':'a','room':'global','messages':20,'hashes':'ab','receivers':1},"
                + "{'run':'a','room':'global','messages':19,'hashes':'ac','receivers':1}"));
        assertThat(merged.between()).isEqualTo(new Between(400, 399, 2));
        assertThat(MergedText.lines(merged))
                .contains(
                        "between them 399 of 400 deliveries, not exact: 2 times somebody received something else of a process"
                                + " than what it had sent");
    }

    @Test
    void whoGotNothingOfAnotherProcessAtTheSameServerIsAmiss() throws Exception {
        assertThat(Merged.of(sharing("")).between()).isEqualTo(new Between(400, 200, 10));
    }

    @Test
    void processesAtDifferentServersOweEachOtherNothing() throws Exception {
        List<Path> both = sharing("");
        for (int i = 0; i < 2; i++) {
            rewrite(both.get(i), "tcp://x:1", "tcp://x:" + i);
        }
        rewrite(both.get(0), "\"run\":\"b\"", "\"run\":\"c\"");
        assertThat(Merged.of(both).between()).isEqualTo(Between.NONE);
    }

    /** What the load clients write is their own golden file. */
    @Test
    void everyFigureIsWhereTheLoadClientsWriteIt() throws Exception {
        Path real = process("real", 0, 1, 0);
        Files.copy(
                Path.of(System.getProperty("chatlab.checkout"), "generator/src/test/resources/golden/summary-1.json"),
                real.resolve("summary.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Merged merged = Merged.of(List.of(real));
        assertThat(merged.clients()).isEqualTo(1000);
        assertThat(merged.overlapNs()).isEqualTo(20_000 * MS);
        assertThat(merged.messages()).isEqualTo(new Merged.Messages(2500, 2490));
        assertThat(merged.deliveries())
                .isEqualTo(new Merged.Deliveries(false, 2_490_000, 2_489_000, 1, 2, 3, 3, 996, 5, 4, 6));
        assertThat(merged.invalid()).hasSize(1);
    }

    @Test
    void figureThatIsMissingIsSaid() throws Exception {
        Path without = process("without", 0, 1, 0);
        rewrite(without, "\"lost\": 0, ", "");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Merged.of(List.of(without)))
                .withMessage(without.resolve("summary.json") + " has no number at /ledger/lost.");
    }

    @Test
    void folderGivenTwiceIsSaid() throws Exception {
        Path one = process("one", 0, 1, 0);
        Path same = one.resolve("..").resolve("one");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> Merged.of(List.of(one, same)))
                .withMessage(same + " is given twice; its deliveries would count twice.");
    }

    private static long ms(@Nullable Long ns) {
        return ns == null ? -1 : Math.round((double) ns / MS);
    }

    private static void rewrite(Path process, String from, String to) throws IOException {
        Path summary = process.resolve("summary.json");
        String before = Files.readString(summary);
        assertThat(before).contains(from);
        Files.writeString(summary, before.replace(from, to));
    }

    /** @param above the hundred latencies are 1 to 100 ms longer than this many ms */
    private Path process(String name, long fromNs, long toNs, int above) throws IOException {
        Path process = Files.createDirectories(folder.resolve(name));
        Files.writeString(process.resolve("summary.json"), """
            {"format": "chatlab-clients-summary/1", "clients": 10, "window": {"fromNs": %d, "toNs": %d},
             "messages": {"scheduled": 21, "sent": 20},
             "deliveries": {"expected": 200, "received": 200, "expectedInWindow": 100},
             "ledger": {"exact": true, "lost": 0, "duplicated": 0, "reordered": 0, "gaps": {"missed": 0}, "cutOff": {"missed": 0},
                        "damaged": 0, "foreign": 0, "ofOtherRuns": 0},
             "clock": {"bootId": "a"}, "invalid": []}
            """.formatted(fromNs, toNs));
        Histogram latency = new Histogram(3_600_000_000_000L, 3);
        for (int i = 1; i <= 100; i++) {
            latency.recordValue((above + i) * MS);
        }
        log(process.resolve("latency.hlog"), latency);
        log(process.resolve("send-lag.hlog"), new Histogram(3_600_000_000_000L, 3));
        return process;
    }

    private static void log(Path file, Histogram interval) throws IOException {
        HistogramLogWriter writer = new HistogramLogWriter(file.toFile());
        writer.outputLogFormatVersion();
        writer.outputStartTime(0);
        writer.setBaseTime(0);
        writer.outputLegend();
        interval.setStartTimeStamp(0);
        interval.setEndTimeStamp(1_000);
        writer.outputIntervalHistogram(interval);
        writer.close();
    }
}
