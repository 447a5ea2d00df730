package chatlab.clients.schedule;

/** Everything that is due in a period is due at its beginning. */
record Bursts(double periodNs, double perBurst) implements Pace {
    @Override
    public double dueBefore(long ns) {
        return Math.ceil(ns / periodNs) * perBurst;
    }

    @Override
    public double dueNs(double firings) {
        return Math.floor(firings / perBurst) * periodNs;
    }
}
