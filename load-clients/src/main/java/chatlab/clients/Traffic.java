package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.schedule.Arrivals;
import chatlab.clients.schedule.Streams;
import chatlab.process.Settings;
import java.time.Duration;

/**
 * What is done to the server, and how fast.
 *
 * @param connectRate connects per second of all clients together
 * @param rate messages per second of all talkers together
 * @param arrivals how they are spaced
 * @param sizes the lengths of frames, without what the transport puts around them
 * @param burst how many messages talk at once who talk in bursts
 * @param hopEvery how long a hopper is in a room, on average
 * @param churnEvery how long a churner is there, on average
 * @param slowReaderBytesPerSecond how much a slow reader reads
 * @param reconnects whether clients come back whose connections the server ends
 * @param seed draws the talkers' order, the schedule's phase, the sizes and where hoppers move
 */
record Traffic(
        double connectRate,
        double rate,
        Arrivals arrivals,
        MessageSizes sizes,
        int burst,
        Duration hopEvery,
        Duration churnEvery,
        int slowReaderBytesPerSecond,
        boolean reconnects,
        long seed) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Whether those come back whose connections the server ends. */
    private enum Reconnect {
        NEVER,
        JITTER
    }

    /** Who does what, besides connecting: all that the schedule drives, in the order of the clients' numbers. */
    Streams streams(Cast cast) {
        return talk(cast)
                .and(moves(cast.firstHopper(), cast.parts().hoppers(), hopEvery))
                .and(moves(cast.firstChurner(), cast.parts().churners(), churnEvery));
    }

    /** The part of these that is messages. */
    Streams talk(Cast cast) {
        return Streams.of(arrivals, rate, cast.talkers(), cast.parts().burstTalkers(), burst);
    }

    private static Streams.Group moves(int first, int count, Duration every) {
        return new Streams.Group(new Arrivals.Constant(), first, count, count / (every.toNanos() / 1e9), 1);
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
        int burst = settings.integer(
                "BURST_MESSAGES", 10, 2, 10_000, "Messages that a burst talker sends at once, at each of its turns.");
        Duration hopEvery = settings.duration(
                "HOP_EVERY", Duration.ofSeconds(30), SHORTEST, HOUR, "How long each hopper stays in a room.");
        Duration churnEvery = settings.duration(
                "CHURN_EVERY", Duration.ofSeconds(30), SHORTEST, HOUR, "How long each churner stays connected.");
        int slowReaderBytesPerSecond = settings.integer(
                "SLOW_READER_BYTES_PER_SECOND",
                1024,
                1,
                1_000_000_000,
                "Bytes that each slow reader reads per second.");
        Reconnect reconnect = settings.choice(
                "RECONNECT",
                Reconnect.class,
                Reconnect.NEVER,
                "Whether who is cut off by the server comes back: never, or jitter (after a random time; talkers then only listen).");
        long seed = settings.integer(
                "SEED",
                1,
                0,
                Integer.MAX_VALUE,
                "Draws who talks when and how long messages are; the same seed gives the same schedule.");
        return new Traffic(
                connectRate,
                rate,
                arrivals,
                sizes.drawnBy(seed),
                burst,
                hopEvery,
                churnEvery,
                slowReaderBytesPerSecond,
                reconnect == Reconnect.JITTER,
                seed);
    }
}
