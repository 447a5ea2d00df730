package chatlab.lab.report;

import chatlab.lab.report.Page.Term;
import chatlab.lab.result.Status;
import java.util.ArrayList;
import java.util.List;

/** How to read a report, in a few words. */
final class Terms {
    private static final List<Term> ALL = List.of(
            new Term(
                    "Latency",
                    "counts from the intended time, when the schedule said that a message should be sent, to its receipt by each"
                            + " member. A server that makes its clients wait can't hide it. Percentiles are over all that should have"
                            + " arrived in the window: one that 'never came' has no value because too many deliveries are missing;"
                            + " a triangle at the top edge of a plot stands for it."),
            new Term(
                    "Delivery",
                    "one message received by one member. With 20 messages/s and 500 members, 10,000 deliveries/s are due:"
                            + " the dashed line 'offered × receivers', where a message's receivers are those members of its room"
                            + " who stay there and read as fast as they can. Who comes and goes, or reads slowly, is not counted here."),
            new Term(
                    "CPU per delivery",
                    "the server's CPU time in the window over the deliveries received in it: everything that the server does,"
                            + " shared out among them. Unknown if the server ended within the window."),
            new Term(
                    "Throttled",
                    "the share of the CPU quota's periods in which the server ran into its limit and was stopped until the next."),
            new Term(
                    "Lost, told, unsent",
                    "deliveries that never came and nobody was told of; that never came but whose receiver was told by a gap or"
                            + " a bye; messages that the server's side took no more of. They count the whole run, warm-up included."),
            new Term(
                    "Send lag, busy",
                    "the load clients' own lateness at p99, and how busy their busiest event loop was."),
            new Term(
                    "Status",
                    "MET or MISSED says whether the server kept every objective. INVALID says that the measurement can't be"
                            + " trusted, so nothing follows from it about the server."),
            new Term(
                    "Several repetitions",
                    "are shown by their median: the one in the middle, of an even number the larger of the two in the middle."
                            + " Percentiles are never averaged."));

    private static final Term BACKLOG = new Term(
            "More delivered than due",
            "deliveries are counted when they arrive. A server that was behind when the window began delivers the warm-up's"
                    + " backlog within the window, on top of what is due in it.");

    static final String NOTHING_MEASURED = "The run was stopped before anything had been measured.";

    private Terms() {}

    /** All that a reader of these measurements needs. */
    static List<Term> of(Grid grid) {
        boolean backlog = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .flatMap(cell -> cell.figures().stream())
                .anyMatch(figures ->
                        figures.deliveriesPerSecond() > figures.offeredPerSecond() * figures.members() + 0.5);
        List<Term> terms = new ArrayList<>(ALL);
        if (backlog) {
            terms.add(2, BACKLOG);
        }
        return terms;
    }

    static String word(Status status) {
        return switch (status) {
            case MET -> "met";
            case MISSED -> "missed";
            case INVALID -> "invalid";
        };
    }
}
