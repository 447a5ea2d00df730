package chatlab.clients;

import chatlab.clients.behaviour.Talker;
import chatlab.process.Settings;

/**
 * What is done to the server, and how fast.
 *
 * @param connectRate connects per second of all clients together
 * @param rate messages per second of all talkers together
 * @param messageBytes the length of a frame, without what the transport puts around it
 * @param slowReaderBytesPerSecond how much a slow reader reads
 * @param seed draws the talkers' order and the schedule's phase
 */
record Traffic(double connectRate, double rate, int messageBytes, int slowReaderBytesPerSecond, long seed) {
    private static final int MAX_MESSAGE_BYTES = 20_000;

    /** A way of spacing messages. */
    private enum Arrivals {
        CONSTANT
    }

    static Traffic read(Settings settings) {
        double connectRate = settings.number(
                "CONNECT_RATE", 500, 0.1, 100_000, "Connections opened per second, by all clients together.");
        double rate = settings.number(
                "RATE",
                10,
                0,
                1_000_000,
                "Messages sent per second, by all talkers together, whatever the server does.");
        settings.choice(
                "ARRIVALS", Arrivals.class, Arrivals.CONSTANT, "How messages are spaced; constant is all there is.");
        int messageBytes = (int) settings.size(
                "MESSAGE_BYTES",
                128,
                Talker.MIN_MESSAGE_BYTES,
                MAX_MESSAGE_BYTES,
                "Bytes of a message on the wire, all of its JSON, without its line end or WebSocket header.");
        int slowReaderBytesPerSecond = settings.integer(
                "SLOW_READER_BYTES_PER_SECOND",
                1024,
                1,
                1_000_000_000,
                "Bytes that each slow reader reads per second.");
        long seed = settings.integer(
                "SEED",
                1,
                0,
                Integer.MAX_VALUE,
                "Draws the order in which talkers take turns; the same seed gives the same schedule.");
        return new Traffic(connectRate, rate, messageBytes, slowReaderBytesPerSecond, seed);
    }
}
