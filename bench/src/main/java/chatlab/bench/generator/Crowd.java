package chatlab.bench.generator;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.bench.measure.ChatlabServer;
import chatlab.bench.measure.RunFailedException;
import chatlab.bench.measure.ServerProgram.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A crowd that is there for long and says little: a process of load clients for each of several servers, all at once. Every ledger has to be
 * exact, to the last delivery.
 */
public final class Crowd {
    private static final int TALKERS = 10;
    private static final int MESSAGES_PER_S = 1;
    private static final int CONNECTS_PER_S = 1_000;
    private static final int WARM_UP_S = 5;
    private static final int DRAIN_S = 30;
    private static final int SPARE_CONNECTIONS = 100;
    private static final long LOOK_MILLIS = 500;
    private static final int LOOKS_PER_LINE = 20;
    /** Starting and ending, beside connecting. */
    private static final int MOST_BESIDE_S = 120;

    private static final double MS_PER_NS = 1e-6;

    private final ChatlabProgram program;
    private final LoadClients clients;
    private final Cores cores;
    private final Children children;
    private final Consumer<String> progress;

    /** @param progress takes what is known on the way and in the end */
    public Crowd(
            ChatlabProgram program, LoadClients clients, Cores cores, Children children, Consumer<String> progress) {
        this.program = program;
        this.clients = clients;
        this.cores = cores;
        this.children = children;
        this.progress = progress;
    }

    /**
     * Lets a crowd be there for so long.
     *
     * @param pairs how many servers there are, each with a process of load clients
     * @param each how many clients one of those simulates
     * @return sentences on what was wrong; none: nothing
     */
    public List<String> run(int pairs, int each, int seconds) throws IOException, InterruptedException {
        List<ChatlabServer> servers = new ArrayList<>();
        List<LoadClients.Running> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < pairs; i++) {
                servers.add(program.start(serverSettings(each), children, cores::onServerCore));
            }
            for (ChatlabServer server : servers) {
                sessions.add(clients.start(
                        settings(server.port(), each, seconds),
                        builder -> children.start(builder.command(cores.onClientCore(builder.command())))));
            }
            long most = await(servers, sessions, MOST_BESIDE_S + each / CONNECTS_PER_S + WARM_UP_S + seconds + DRAIN_S);
            List<String> wrong = new ArrayList<>();
            if (most < (long) pairs * each) {
                wrong.add(String.format(
                        Locale.ROOT,
                        "At most %,d of %,d clients were seen at the same time.",
                        most,
                        (long) pairs * each));
            }
            for (int i = 0; i < pairs; i++) {
                String who = "process " + (i + 1);
                JsonNode summary = sessions.get(i).summary();
                say(who, summary);
                wrong.addAll(wrong(who, summary, (long) MESSAGES_PER_S * (WARM_UP_S + seconds)));
            }
            return wrong;
        } catch (RunFailedException e) {
            return List.of("It could not be measured: " + e.getMessage() + ".");
        } finally {
            servers.forEach(ChatlabServer::close);
            sessions.forEach(session -> Children.end(session.process()));
            for (LoadClients.Running session : sessions) {
                session.close();
            }
        }
    }

    private static Settings serverSettings(int each) {
        String most = String.valueOf(each + SPARE_CONNECTIONS);
        return new Settings(
                Map.of("MAX_CONNECTIONS", most, "MAX_CONNECTIONS_PER_ADDRESS", most), List.of(), 0, Integer.MAX_VALUE);
    }

    private static Map<String, String> settings(int port, int each, int seconds) {
        return Map.of(
                "TARGET",
                "tcp://127.0.0.1:" + port,
                "CLIENTS",
                String.valueOf(each),
                "TALKERS",
                String.valueOf(Math.min(TALKERS, each)),
                "RATE",
                String.valueOf(MESSAGES_PER_S),
                "CONNECT_RATE",
                String.valueOf(CONNECTS_PER_S),
                "WARMUP",
                WARM_UP_S + "s",
                "DURATION",
                seconds + "s",
                "DRAIN",
                DRAIN_S + "s");
    }

    /** Until all have ended; answers how many were connected at the same time at most. */
    private long await(List<ChatlabServer> servers, List<LoadClients.Running> sessions, int mostS)
            throws RunFailedException, InterruptedException {
        long startNs = System.nanoTime();
        long most = 0;
        int looks = 0;
        for (LoadClients.Running session : sessions) {
            while (!session.process().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long elapsedS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
                if (elapsedS > mostS) {
                    throw new RunFailedException("the load clients did not come to their end");
                }
                long connected = connected(servers);
                most = Math.max(most, connected);
                looks++;
                if (looks % LOOKS_PER_LINE == 0) {
                    progress.accept(String.format(Locale.ROOT, "after %d s: %,d connected", elapsedS, connected));
                }
            }
        }
        return most;
    }

    private static long connected(List<ChatlabServer> servers) throws InterruptedException {
        long all = 0;
        for (ChatlabServer server : servers) {
            try {
                all += Math.round(server.connections());
            } catch (IOException e) {
                return 0; // it does not answer now; if it never does, nobody was seen
            }
        }
        return all;
    }

    private void say(String who, JsonNode summary) {
        JsonNode ledger = summary.path("ledger");
        progress.accept(String.format(
                Locale.ROOT,
                "%s: %,d clients; %,d messages sent, %,d deliveries expected, %,d received; lost %,d, duplicated %,d, reordered"
                        + " %,d, damaged %,d, missed by gaps %,d; p50 %.1f ms, p99 %.1f ms, send lag p99 %.2f ms",
                who,
                summary.path("clients").asInt(),
                summary.at("/messages/sent").asLong(),
                summary.at("/deliveries/expected").asLong(),
                summary.at("/deliveries/received").asLong(),
                ledger.path("lost").asLong(),
                ledger.path("duplicated").asLong(),
                ledger.path("reordered").asLong(),
                ledger.path("damaged").asLong(),
                ledger.at("/gaps/missed").asLong(),
                summary.at("/latencyNs/p50").asDouble(Double.NaN) * MS_PER_NS,
                summary.at("/latencyNs/p99").asDouble(Double.NaN) * MS_PER_NS,
                summary.at("/sendLagNs/p99").asDouble(Double.NaN) * MS_PER_NS));
    }

    /** What was wrong in one process, given what all its talkers had to send. */
    static List<String> wrong(String who, JsonNode summary, long messages) {
        List<String> wrong = new ArrayList<>();
        long sent = summary.at("/messages/sent").asLong();
        long received = summary.at("/deliveries/received").asLong();
        long wanted = messages * summary.path("clients").asLong();
        if (sent != messages) {
            wrong.add(String.format(Locale.ROOT, "In %s %,d messages were sent instead of %,d.", who, sent, messages));
        }
        if (received != wanted) {
            wrong.add(String.format(Locale.ROOT, "In %s %,d deliveries came instead of %,d.", who, received, wanted));
        }
        if (!summary.at("/ledger/exact").asBoolean()) {
            wrong.add("In " + who + " the ledger is not exact"
                    + (summary.at("/ledger/examples/0").isMissingNode()
                            ? "."
                            : ": " + summary.at("/ledger/examples/0").asText() + "."));
        }
        summary.path("invalid")
                .forEach(doubt ->
                        wrong.add("In " + who + " " + doubt.path("detail").asText() + " ("
                                + doubt.path("reason").asText() + ")."));
        return wrong;
    }
}
