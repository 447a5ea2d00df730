package chatlab.lab.report;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Reason;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a delivery costs the server: its CPU time in the window over the deliveries received in the window. */
final class CpuCost {
    private CpuCost() {}

    /** In microseconds per delivery; null where it is unknown. */
    static @Nullable Double micros(Repetition repetition) {
        @Nullable Figures figures = repetition.figures();
        if (figures == null
                || figures.deliveriesPerSecond() <= 0
                // A server that ended early: its CPU use is that of a shorter time than the deliveries'.
                || repetition.reasons().stream()
                        .anyMatch(reason -> reason.code().equals(Reason.SERVER_SURVIVES))) {
            return null;
        }
        @Nullable Double cores = figures.server().cpuCores();
        return cores == null ? null : cores * 1e6 / figures.deliveriesPerSecond();
    }

    /** The medians of all places along x in a sentence, of all who serve where a server is not alone; empty if fewer than two are known. */
    static String compared(Grid grid) {
        boolean ofAll = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .flatMap(cell -> cell.figures().stream())
                .anyMatch(figures -> figures.parts() != null);
        Function<Repetition, @Nullable Double> cost = ofAll ? PartCosts::allMicros : CpuCost::micros;
        List<String> costs = grid.byPlace().rows().stream()
                .flatMap(row -> row.cells().stream()
                        .flatMap(cell -> median(cell, cost)
                                .map(micros -> Numbers.plain(micros) + " µs with "
                                        + row.label().replace(", ", " and "))))
                .toList();
        return costs.size() < 2
                ? ""
                : costs.stream()
                        .collect(Collectors.joining(
                                ", ",
                                ofAll
                                        ? "A delivery costs the CPU of all who serve "
                                        : "A delivery costs the server's CPU ",
                                "."));
    }

    private static Stream<Double> median(Grid.Cell cell, Function<Repetition, @Nullable Double> cost) {
        List<Double> known = cell.valid().stream()
                .flatMap(each -> Stream.ofNullable(cost.apply(each)))
                .toList();
        return known.isEmpty() ? Stream.empty() : Stream.of(Middle.of(known).median());
    }
}
