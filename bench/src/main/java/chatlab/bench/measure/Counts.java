package chatlab.bench.measure;

/**
 * What a server has counted.
 *
 * @param messages handed to members, all members together
 * @param writes to members' sockets; NaN if it doesn't count them
 * @param lostBytes thrown away because a socket was full; only the yardstick does that
 */
public record Counts(double messages, double writes, double lostBytes) {
    public Counts since(Counts earlier) {
        return new Counts(messages - earlier.messages, writes - earlier.writes, lostBytes - earlier.lostBytes);
    }

    /** NaN if it isn't known. */
    public double messagesPerWrite() {
        return writes > 0 ? messages / writes : Double.NaN;
    }
}
