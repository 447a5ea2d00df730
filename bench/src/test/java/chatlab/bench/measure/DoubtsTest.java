package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoubtsTest {
    private static final Counts NOTHING_LOST = new Counts(1, 1, 0);
    private static final String GOOD = """
            {"rate":100,"sentPerS":100,"deliveriesPerS":1000,"wireBytes":128,"expected":1000,"received":1000,
            "disordered":0,"p50Ms":1,"p99Ms":5,"p999Ms":6,"maxMs":7,"sendLagP99Ms":0.1,"serverCores":0.5,
            "clientCores":0.5,"serverCoreBusy":0.55,"serverCoreSteal":0.01,"clientCoreBusy":0.55,"clientCoreSteal":0.01,
            "rssMiB":40,"mostRssMiB":50,"closed":0,"neverReadersClosed":0,"stalls":0,
            "mostSocketsMiB":2,"windowFromS":1,"windowToS":9,"lateExpected":0,"lateReceived":0,"lateMissed":0,
            "lateUnaccounted":0}""";

    @Test
    void goodRunStands() throws Exception {
        assertThat(Doubts.ofTheMachine(run())).isEmpty();
        assertThat(Doubts.ofTheYardstick(NOTHING_LOST)).isEmpty();
        assertThat(Failures.of(run())).isEmpty();
    }

    @Test
    void clientThatHadNoRoomLeftIsDoubted() throws Exception {
        assertThat(Doubts.ofTheMachine(run("clientCores", 0.96))).containsExactly("the client used 0.96 core");
    }

    @Test
    void clientThatKeptUpWithAFullServerIsNoExcuseForItsFailure() throws Exception {
        String full = GOOD.replace("\"serverCores\":0.5", "\"serverCores\":0.98")
                .replace("\"serverCoreBusy\":0.55", "\"serverCoreBusy\":1")
                .replace("\"clientCores\":0.5", "\"clientCores\":0.96")
                .replace("\"clientCoreBusy\":0.55", "\"clientCoreBusy\":1");
        assertThat(Doubts.ofAFailure(run(full))).isEmpty();
        assertThat(Doubts.ofTheMachine(run(full))).containsExactly("the client used 0.96 core");
        assertThat(Doubts.ofAFailure(run(full.replace("\"received\":1000", "\"received\":980"))))
                .containsExactly("the client used 0.96 core");
    }

    @Test
    void stolenTimeIsDoubted() throws Exception {
        assertThat(Doubts.ofTheMachine(run("serverCoreSteal", 0.04)))
                .containsExactly("0.04 of the server's core was stolen");
        assertThat(Doubts.ofTheMachine(run("clientCoreSteal", 0.05)))
                .containsExactly("0.05 of the client's core was stolen");
    }

    @Test
    void otherProcessesOnTheCoresAreDoubted() throws Exception {
        assertThat(Doubts.ofTheMachine(run("serverCoreBusy", 0.75)))
                .containsExactly("something else used 0.25 of the server's core");
        assertThat(Doubts.ofTheMachine(run("clientCoreBusy", 0.8)))
                .containsExactly("something else used 0.30 of the client's core");
    }

    @Test
    void othersDoNotMatterWhereOnlyMemoryIsMeasured() throws Exception {
        ClientRun idle = run(
                GOOD.replace("\"rate\":100", "\"rate\":0").replace("\"serverCoreBusy\":0.55", "\"serverCoreBusy\":1"));
        assertThat(Doubts.ofTheMachine(idle)).isEmpty();
    }

    @Test
    void lateClientIsDoubtedUnlessTheServerMadeItWait() throws Exception {
        assertThat(Doubts.ofTheMachine(run("sentPerS", 97)))
                .containsExactly("the client sent only 97 of 100 messages a second");
        assertThat(Doubts.ofTheMachine(run("sendLagP99Ms", 2.6)))
                .containsExactly("the client itself sent 2.6 ms late (p99)");
        assertThat(Doubts.ofTheMachine(run(
                        GOOD.replace("\"stalls\":0", "\"stalls\":1").replace("\"sentPerS\":100", "\"sentPerS\":50"))))
                .isEmpty();
    }

    @Test
    void whatTheServerDidBadlyIsNoDoubtButItsFailure() throws Exception {
        assertThat(Failures.of(run("closed", 3))).containsExactly("the server closed 3 connections that read");
        assertThat(Failures.of(run("disordered", 2))).containsExactly("2 messages came twice or out of order");
        assertThat(Doubts.ofTheMachine(run("closed", 3))).isEmpty();
        assertThat(Doubts.ofTheMachine(run("disordered", 2))).isEmpty();
    }

    @Test
    void yardstickThatLostBytesIsDoubted() {
        assertThat(Doubts.ofTheYardstick(new Counts(1, 1, 12_345)))
                .containsExactly("the yardstick lost 12,345 bytes: a socket was full");
    }

    @Test
    void attemptsAreDoubtedWhereTheMachineOrTheirScheduleWasDisturbed() {
        assertThat(Doubts.ofTheMachine(Runs.attempts(1_000, 0, 0))).isEmpty();
        assertThat(Doubts.ofTheMachine(Runs.attempts(970, 0, 0)))
                .containsExactly("only 970 of 1,000 attempts a second were made");
        assertThat(Doubts.ofTheMachine(Runs.attempts(1_000, 0.04, 0)))
                .containsExactly("0.04 of the server's core was stolen");
    }

    @Test
    void serverThatLetsInWhereThereIsNoRoomHasFailed() {
        assertThat(Failures.of(Runs.attempts(1_000, 0, 0))).isEmpty();
        assertThat(Failures.of(Runs.attempts(1_000, 0, 2)))
                .containsExactly("the server let 2 in that there was no room for");
    }

    @Test
    void nullOfThePercentileMeansNever() throws Exception {
        ClientRun run = run(GOOD.replace("\"p99Ms\":5", "\"p99Ms\":null"));
        assertThat(run.p99()).isInfinite();
        assertThat(new Objective(100).isMetBy(run, NOTHING_LOST)).isFalse();
        assertThat(new Objective(100).isMetBy(run(), NOTHING_LOST)).isTrue();
        assertThat(new Objective(4).isMetBy(run(), NOTHING_LOST)).isFalse();
        assertThat(new Objective(100).isMetBy(run("received", 989), NOTHING_LOST))
                .isFalse();
    }

    private static ClientRun run(String line) throws RunFailedException {
        return ClientProcess.parse(line, ClientRun.class);
    }

    private static ClientRun run() throws RunFailedException {
        return run(GOOD);
    }

    private static ClientRun run(String name, double value) throws RunFailedException {
        String number = value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
        return run(GOOD.replaceAll("\"" + name + "\":[0-9.]+", "\"" + name + "\":" + number));
    }
}
