package chatlab.clients.ledger;

import java.util.List;

/**
 * The account of a run, in deliveries; {@code docs/ledger.md} defines the terms.
 *
 * @param exact whether every receiver got everything once and undamaged, and every classified one in order
 * @param expected what the receivers were owed
 * @param received what they received of this run and their room, duplicates included
 * @param cutOffReceivers receivers whose connection the server ended
 * @param cutOffMissed what they missed by it
 * @param gapEvents how often a receiver was told of a gap
 * @param gapsMissed how many messages these gaps told of
 * @param damaged messages that arrived longer or shorter than they were sent
 * @param foreign messages of this run that don't belong into their receiver's room
 * @param ofOtherRuns messages that another run sent into the same rooms, which are no fault
 * @param silentStays stays that ended before the end of the run, and in which nothing came although others got what was handed over after
 *     the welcome; a server may be late with all of it, so that this is no fault by itself
 * @param classified who was classified: {@link #ALL} or "a sample of N of M receivers"
 * @param examples a few faults by name
 * @param shared what an account over several processes takes
 */
public record LedgerReport(
        boolean exact,
        int receivers,
        long expected,
        long received,
        long lost,
        long duplicated,
        long reordered,
        int cutOffReceivers,
        long cutOffMissed,
        long gapEvents,
        long gapsMissed,
        long damaged,
        long foreign,
        long ofOtherRuns,
        long silentStays,
        String classified,
        List<String> examples,
        SharedRooms shared) {
    /** What {@link #classified} says when there was no need for a sample. */
    public static final String ALL = "all receivers";

    public LedgerReport {
        examples = List.copyOf(examples);
    }
}
