package chatlab.bench.generator;

import chatlab.bench.machine.Limits;
import chatlab.bench.measure.Manners;

/**
 * What a generator is asked to do, at a yardstick server.
 *
 * @param clients connections, all of which receive
 * @param talkers how many of them send
 * @param ratePerS messages per second, all talkers together; 0: nobody says anything
 * @param server what the server does with messages
 * @param hardship what keeps the generator from doing it well
 * @param exhausting whether it may take all of the generator's core, so that it may say that it was the bottleneck
 */
public record Load(int clients, int talkers, double ratePerS, Manners server, Hardship hardship, boolean exhausting) {
    /** A message with its line end. */
    static final int MESSAGE_BYTES = 128;

    /**
     * What a generator has to put up with.
     *
     * @param limits of its CPU and memory
     * @param neighbours so many other processes want all of its core
     */
    public record Hardship(Limits limits, int neighbours) {
        public static final Hardship NONE = new Hardship(Limits.NONE, 0);

        /** A part of a core. */
        public static Hardship quota(double cpus) {
            return new Hardship(new Limits(cpus, 0), 0);
        }

        public static Hardship neighbours(int count) {
            return new Hardship(Limits.NONE, count);
        }

        boolean any() {
            return limits.any() || neighbours > 0;
        }
    }

    /** Clients that are connected and wait. */
    public static Load idle(int clients) {
        return new Load(clients, 0, 0, Manners.WELCOMES, Hardship.NONE, false);
    }

    /** Some of the clients talk, and all of them receive it. */
    public static Load chat(int clients, int talkers, double ratePerS) {
        return new Load(clients, talkers, ratePerS, Manners.WELCOMES, Hardship.NONE, false);
    }

    /** All clients talk, and nobody receives anything. */
    public static Load sink(int clients, double ratePerS) {
        return new Load(clients, clients, ratePerS, Manners.SWALLOWS, Hardship.NONE, false);
    }

    public Load under(Hardship newHardship) {
        return new Load(clients, talkers, ratePerS, server, newHardship, exhausting);
    }

    /** The same, when its core may be just enough. */
    public Load thatMayExhaust() {
        return new Load(clients, talkers, ratePerS, server, hardship, true);
    }
}
