package chatlab.clients;

import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.schedule.Arrivals;
import chatlab.process.Settings;

/**
 * What is done to the server, and how fast.
 *
 * @param connectRate connects per second of all clients together
 * @param rate messages per second of all talkers together
 * @param arrivals how they are spaced
 * @param sizes the lengths of frames, without what the transport puts around them
 * @param slowReaderBytesPerSecond how much a slow reader reads
 * @param seed draws the talkers' order, the schedule's phase and the sizes
 */
record Traffic(
        double connectRate,
        double rate,
        Arrivals arrivals,
        MessageSizes sizes,
        int slowReaderBytesPerSecond,
        long seed) {
    static Traffic read(Settings settings) {
        double connectRate = settings.number(
                "CONNECT_RATE", 500, 0.1, 100_000, "Connections opened per second, by all clients together.");
        double rate = settings.number(
                "RATE",
                10,
                0,
                1_000_000,
                "Messages sent per second, by all talkers together, whatever the server does.");
        Arrivals arrivals = settings.parsed(
                "ARRIVALS",
                "constant",
                Arrivals::parse,
                Arrivals.EXPECTED,
                "Spacing: constant; poisson (at random); ramp:10% (from that share of RATE up to it over DURATION);"
                        + " steps:5 (that many steps up to RATE); burst:1s (a second's messages at once).");
        MessageSizes sizes = settings.parsed(
                "MESSAGE_BYTES",
                "128",
                MessageSizes::parse,
                MessageSizes.EXPECTED,
                "Bytes of a message, all of its JSON; or uniform:MIN..MAX, lognormal:MEDIAN..P99, file:PATH (a size per line).");
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
                "Draws who talks when and how long messages are; the same seed gives the same schedule.");
        return new Traffic(connectRate, rate, arrivals, sizes.drawnBy(seed), slowReaderBytesPerSecond, seed);
    }
}
