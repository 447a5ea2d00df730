package chatlab.bench.measure;

/**
 * Who is connected and what they say.
 *
 * @param members those that receive
 * @param talkers connections beside them that send; 0: the members themselves do
 * @param rooms 0: all in {@code global}
 * @param neverReaders so many of the members don't read before everything is over
 * @param messageBytes a whole message with its line end
 * @param ratePerS messages per second, all talkers together; 0: nobody says anything
 */
public record Shape(
        Transport transport, int members, int talkers, int rooms, int neverReaders, int messageBytes, double ratePerS) {
    private static final int TALKERS = 10;
    private static final int MESSAGE_BYTES = 128;

    /** Members of one room, ten talkers beside them, messages of 128 bytes. */
    public static Shape global(int members, double ratePerS) {
        return new Shape(Transport.LINES, members, TALKERS, 0, 0, MESSAGE_BYTES, ratePerS);
    }

    /** Members that all talk, spread over rooms. */
    public static Shape rooms(int rooms, int membersEach, double ratePerS) {
        return new Shape(Transport.LINES, rooms * membersEach, 0, rooms, 0, MESSAGE_BYTES, ratePerS);
    }

    /** Connections that say nothing. */
    public static Shape idle(int connections) {
        return new Shape(Transport.LINES, connections, 0, 0, 0, MESSAGE_BYTES, 0);
    }

    public Shape withRate(double newRatePerS) {
        return new Shape(transport, members, talkers, rooms, neverReaders, messageBytes, newRatePerS);
    }

    public Shape over(Transport newTransport) {
        return new Shape(newTransport, members, talkers, rooms, neverReaders, messageBytes, ratePerS);
    }

    public Shape withMessageBytes(int newMessageBytes) {
        return new Shape(transport, members, talkers, rooms, neverReaders, newMessageBytes, ratePerS);
    }

    public Shape withNeverReaders(int count) {
        return new Shape(transport, members, talkers, rooms, count, messageBytes, ratePerS);
    }
}
