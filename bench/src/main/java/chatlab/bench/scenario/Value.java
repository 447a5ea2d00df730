package chatlab.bench.scenario;

import chatlab.bench.measure.ClientRun;

/** One number out of a repetition; NaN if what it is made of is void. */
public interface Value {
    double of(Readings readings);

    static Value capacity(String key) {
        return readings -> readings.capacityPerS(key);
    }

    /** Microseconds of CPU per delivery, or milliseconds per thousand. */
    static Value cpuPerDelivery(String key) {
        return readings -> readings.run(key, ClientRun::cpuPerDeliveryUs);
    }

    static Value p99(String key) {
        return readings -> readings.run(key, ClientRun::p99);
    }

    static Value cores(String key) {
        return readings -> readings.run(key, ClientRun::serverCores);
    }

    static Value completePercent(String key) {
        return readings -> readings.run(key, run -> 100 * run.complete());
    }

    /** At the end of the window. */
    static Value rssMiB(String key) {
        return readings -> readings.run(key, ClientRun::rssMiB);
    }

    static Value mostRssMiB(String key) {
        return readings -> readings.run(key, ClientRun::mostRssMiB);
    }

    /** What the kernel held for TCP at most, for both ends. */
    static Value socketsMiB(String key) {
        return readings -> readings.run(key, ClientRun::socketsMiB);
    }

    /** What those who did not read neither got nor were told of. */
    static Value unaccounted(String key) {
        return readings -> readings.run(key, ClientRun::lateUnaccounted);
    }

    default Value minus(Value other) {
        return readings -> of(readings) - other.of(readings);
    }
}
