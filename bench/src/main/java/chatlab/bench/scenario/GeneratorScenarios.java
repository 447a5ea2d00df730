package chatlab.bench.scenario;

import static chatlab.bench.scenario.Case.chatlab;
import static chatlab.bench.scenario.Case.yardstick;

import chatlab.bench.generator.GeneratorRun;
import chatlab.bench.generator.Load;
import chatlab.bench.generator.Load.Hardship;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** All scenarios of the load clients, and the goals of their figures. */
public final class GeneratorScenarios {
    private static final String CLIENT_IN_C = "client in C";
    private static final int FEW = 1_000;
    private static final int MANY = 15_000;
    /** Below this a lag is short, whoever's it is. */
    private static final double SHORT_LAG_MS = 0.5;

    private static final List<Scenario<Load>> ALL = List.of(idle(), receiving(), sending(), judging());

    private GeneratorScenarios() {}

    /** In the order of their numbers. */
    public static List<Scenario<Load>> all() {
        return ALL;
    }

    private static Scenario<Load> idle() {
        return new Scenario<>(
                "C1",
                "idle",
                "memory of one process: one client, and each idle client from 1,000 to 15,000",
                List.of(
                        chatlab("1", Load.idle(1)),
                        chatlab(FEW + "", Load.idle(FEW)),
                        chatlab(MANY + "", Load.idle(MANY))),
                List.of(
                        Figure.of(
                                "per idle client, 1,000 to 15,000",
                                "KiB",
                                Memory.slopeKiB(List.of(FEW, MANY), count -> rssMiB(count + "")),
                                Goal.atMost(3),
                                null),
                        Figure.of("one client: resident", "MiB", rssMiB("1"), Goal.atMost(80), null)));
    }

    private static Scenario<Load> receiving() {
        Load whole = Load.chat(1_000, 10, 5_000).thatMayExhaust();
        Load singly = Load.chat(1_000, 10, 50); // so few that each is read by itself
        return new Scenario<>(
                "C2",
                "receive",
                "1,000 clients receive 5,000 messages/s of 128 bytes, or 50, and every stamp is read: CPU",
                List.of(
                        yardstick("limit-5000", whole),
                        chatlab("5000", whole),
                        yardstick("limit-50", singly),
                        chatlab("50", singly)),
                Stream.concat(receiving("5000", "5,000/s: "), receiving("50", "50/s: "))
                        .toList());
    }

    private static Stream<Figure> receiving(String key, String label) {
        String limit = "limit-" + key;
        return Stream.of(
                Figure.of(
                                label + "CPU per delivery",
                                "ns",
                                of(key, GeneratorRun::cpuPerDeliveryNs),
                                Goal.ratioAtMost(1.5),
                                key)
                        .beside(CLIENT_IN_C, of(limit, GeneratorRun::cpuPerDeliveryNs), limit),
                Figure.of(label + "CPU", "cores", of(key, GeneratorRun::cores), Goal.NONE, key)
                        .beside(CLIENT_IN_C, of(limit, GeneratorRun::cores), limit),
                Figure.of(
                                label + "received",
                                "%",
                                of(key, run -> 100 * run.complete()),
                                Goal.atLeast(100).eachTime(),
                                key)
                        .beside(CLIENT_IN_C, of(limit, run -> 100 * run.complete()), limit),
                Figure.of(
                        label + "says it is client-bound",
                        "%",
                        share(key, GeneratorRun::isClientBound),
                        Goal.NONE,
                        key));
    }

    private static Scenario<Load> sending() {
        Load load = Load.sink(1_000, 5_000);
        return new Scenario<>(
                "C3",
                "send-lag",
                "1,000 talkers send 5,000 messages/s to a server that swallows them: how late they leave",
                List.of(yardstick("limit", load), chatlab("5000", load)),
                List.of(
                        // At most twice the client in C's, or 1 ms.
                        Figure.of("send lag: p99", "ms", of("5000", GeneratorRun::sendLagMs), Goal.ratioAtMost(2), null)
                                .beside(
                                        CLIENT_IN_C + ", 0.5 at least",
                                        of("limit", run -> Math.max(SHORT_LAG_MS, run.sendLagMs())),
                                        null),
                        Figure.of("CPU", "cores", of("5000", GeneratorRun::cores), Goal.atMost(0.5), null)
                                .beside(CLIENT_IN_C, of("limit", GeneratorRun::cores), null)));
    }

    private static Scenario<Load> judging() {
        Load load = Load.chat(1_000, 10, 40);
        return new Scenario<>(
                "C4",
                "judgement",
                "1,000 clients at 40 messages/s, a read for each delivery, with a core of their own and with too little of one: what they say of it",
                List.of(
                        chatlab("healthy", load),
                        chatlab("quota", load.under(Hardship.quota(0.15))),
                        chatlab("neighbours", load.under(Hardship.neighbours(4)))),
                List.of(
                        Figure.of(
                                "a core of their own: valid",
                                "%",
                                share("healthy", GeneratorRun::isValid),
                                Goal.atLeast(100).eachTime(),
                                null),
                        Figure.of(
                                "a core of their own: CPU",
                                "cores",
                                of("healthy", GeneratorRun::cores),
                                Goal.NONE,
                                null),
                        Figure.of(
                                "a quota of 0.15 of a core: client-bound",
                                "%",
                                share("quota", GeneratorRun::isClientBound),
                                Goal.atLeast(100).eachTime(),
                                null),
                        Figure.of(
                                "four others want their core: client-bound",
                                "%",
                                share("neighbours", GeneratorRun::isClientBound),
                                Goal.atLeast(100).eachTime(),
                                null)));
    }

    private static Value of(String key, ToDoubleFunction<GeneratorRun> figure) {
        return readings -> readings.generator(key, figure);
    }

    private static Value rssMiB(String key) {
        return of(key, GeneratorRun::rssMiB);
    }

    private static Value share(String key, Predicate<GeneratorRun> wanted) {
        return of(key, run -> wanted.test(run) ? 100 : 0);
    }
}
