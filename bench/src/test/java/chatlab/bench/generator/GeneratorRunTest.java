package chatlab.bench.generator;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.bench.generator.Load.Hardship;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorRunTest {
    private static final Load LOAD = Load.chat(1_000, 10, 5_000);

    @Test
    void runOnACoreOfItsOwnIsUndisturbed() {
        GeneratorRun run = GeneratorRun.of(LOAD, sent(5_000), used(0.55, 0));
        assertThat(run.disturbances()).isEmpty();
        assertThat(run.failures(LOAD)).isEmpty();
        assertThat(run.cpuPerDeliveryNs()).isEqualTo(100);
        assertThat(run.complete()).isEqualTo(0.75);
    }

    @Test
    void othersOnItsCoreDisturbIt() {
        assertThat(GeneratorRun.of(LOAD, sent(5_000), used(0.8, 0.05)).disturbances())
                .containsExactly(
                        "0.05 of the generator's core was stolen", "something else used 0.30 of the generator's core");
    }

    @Test
    void neighboursThatWereAskedForDoNot() {
        Load hard = LOAD.under(Hardship.neighbours(2));
        assertThat(GeneratorRun.of(hard, sent(5_000), used(1, 0)).disturbances())
                .isEmpty();
    }

    @Test
    void othersDoNotMatterWhereOnlyMemoryIsMeasured() {
        assertThat(GeneratorRun.of(Load.idle(10), sent(0), used(1, 0.5)).disturbances())
                .isEmpty();
    }

    @Test
    void generatorThatSendsTooLittleHasFailed() {
        assertThat(GeneratorRun.of(LOAD, sent(4_899), used(0.55, 0)).failures(LOAD))
                .containsExactly("it sent only 4,899 of 5,000 messages a second");
    }

    @Test
    void generatorThatCallsItselfTheBottleneckHasFailed() {
        Account account = new Account(0, 1, 5_000, 5_000_000, 1.0, 1_000, 1_000, List.of("host", "client-bound"));
        GeneratorRun run = GeneratorRun.of(LOAD, account, used(0.55, 0));
        assertThat(run.failures(LOAD)).containsExactly("it says itself that it was the bottleneck");
        assertThat(run.failures(LOAD.thatMayExhaust())).isEmpty();
        assertThat(run.isValid()).isFalse();
    }

    @Test
    void nothingExpectedIsNothingReceived() {
        assertThat(GeneratorRun.of(LOAD, new Account(0, 1, 0, 0, null, 0, 0, List.of()), used(0.5, 0))
                        .complete())
                .isNaN();
    }

    private static Account sent(double perS) {
        return new Account(0, 1, perS, 5_000_000, 1.0, 1_000, 750, List.of());
    }

    private static Observation.Usage used(double coreBusy, double coreSteal) {
        return new Observation.Usage(0.5, 100, 120, coreBusy, coreSteal);
    }
}
