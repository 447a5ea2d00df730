package chatlab.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a run can't be believed. */
public final class Doubts {
    private static final double MOST_CLIENT_CORES = 0.95;

    /** A server at this has no more to give, however much room its client has. */
    private static final double FULL_SERVER_CORES = 0.97;

    private static final double ALL = 0.99;
    private static final double MOST_STEAL = 0.03;
    private static final double MOST_OTHERS = 0.10;
    private static final double LEAST_SENT = 0.98;
    private static final double LAG_FLOOR_MS = 1;

    private Doubts() {}

    /** What the yardstick did not do, though a server would have to; each reason is a part of a sentence. */
    public static List<String> ofTheYardstick(Counts counts) {
        return counts.lostBytes() > 0
                ? List.of(String.format(
                        Locale.ROOT, "the yardstick lost %,.0f bytes: a socket was full", counts.lostBytes()))
                : List.of();
    }

    /**
     * What disturbed a run whose latency or CPU is wanted, and says nothing about the server: another attempt may be free of
     * it.
     */
    public static List<String> ofTheMachine(ClientRun run) {
        return ofTheMachine(run, run.clientCores() > MOST_CLIENT_CORES);
    }

    /**
     * The same for a rate that a server failed at. There a client without room is no excuse for a server that had none
     * either and whose every delivery the client received.
     */
    static List<String> ofAFailure(ClientRun run) {
        boolean keptUpWithAll = run.serverCores() >= FULL_SERVER_CORES && run.complete() >= ALL;
        return ofTheMachine(run, run.clientCores() > MOST_CLIENT_CORES && !keptUpWithAll);
    }

    private static List<String> ofTheMachine(ClientRun run, boolean clientIsFull) {
        List<String> doubts = new ArrayList<>();
        if (run.rate() == 0) {
            return doubts; // memory while nothing happens does not depend on who else has the cores
        }
        doubts.addAll(ofTheCores(run.cores(), clientIsFull));
        // A server that takes no more makes the client late too; that is a finding, and counts as a stall.
        if (run.stalls() == 0 && run.sentPerS() < LEAST_SENT * run.rate()) {
            doubts.add(String.format(
                    Locale.ROOT, "the client sent only %,.0f of %,.0f messages a second", run.sentPerS(), run.rate()));
        }
        double lagMs = run.sendLagP99Ms() == null ? 0 : run.sendLagP99Ms();
        if (run.stalls() == 0 && lagMs > Math.max(LAG_FLOOR_MS, run.p99() / 2)) {
            doubts.add(String.format(Locale.ROOT, "the client itself sent %.1f ms late (p99)", lagMs));
        }
        return doubts;
    }

    /** What disturbed a run of attempts. */
    static List<String> ofTheMachine(AttemptsRun run) {
        List<String> doubts = new ArrayList<>(ofTheCores(run.cores(), run.clientCores() > MOST_CLIENT_CORES));
        if (run.late() == 0 && run.attemptsPerS() < LEAST_SENT * run.rate()) {
            doubts.add(String.format(
                    Locale.ROOT, "only %,.0f of %,.0f attempts a second were made", run.attemptsPerS(), run.rate()));
        }
        return doubts;
    }

    private static List<String> ofTheCores(CoreUse cores, boolean clientIsFull) {
        List<String> doubts = new ArrayList<>();
        if (clientIsFull) {
            doubts.add(String.format(Locale.ROOT, "the client used %.2f core", cores.clientCores()));
        }
        doubts.addAll(ofTheCore(cores.serverCoreSteal(), cores.serverCoreBusy() - cores.serverCores(), "server"));
        doubts.addAll(ofTheCore(cores.clientCoreSteal(), cores.clientCoreBusy() - cores.clientCores(), "client"));
        return doubts;
    }

    /**
     * Who else had a core.
     *
     * @param stolen by the machine's own host, in cores
     * @param others by other processes
     * @param whose the core is
     */
    public static List<String> ofTheCore(double stolen, double others, String whose) {
        List<String> doubts = new ArrayList<>();
        if (stolen > MOST_STEAL) {
            doubts.add(String.format(Locale.ROOT, "%.2f of the %s's core was stolen", stolen, whose));
        }
        if (others > MOST_OTHERS) {
            doubts.add(String.format(Locale.ROOT, "something else used %.2f of the %s's core", others, whose));
        }
        return doubts;
    }
}
