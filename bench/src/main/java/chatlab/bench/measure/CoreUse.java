package chatlab.bench.measure;

/**
 * Who used the two cores while something was measured, in cores.
 *
 * @param serverCores by the server
 * @param clientCores by the client
 * @param serverCoreBusy of the server's core, by anybody
 * @param serverCoreSteal taken from it by the machine's own host
 */
record CoreUse(
        double serverCores,
        double clientCores,
        double serverCoreBusy,
        double serverCoreSteal,
        double clientCoreBusy,
        double clientCoreSteal) {}
