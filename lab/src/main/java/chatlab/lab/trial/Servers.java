package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Node;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.result.Repetition.Limit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The servers of a repetition, one or several alike, and what is measured of them. */
final class Servers implements AutoCloseable {
    private static final String SERIES = "server-series.csv";

    private final AdminClient admin;
    private final Waiting waiting;
    private final TrialPlan plan;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Scraper> scrapers = new ArrayList<>();
    /** The index of the one that has ended before it was asked to, once {@link #end} has told of it. */
    private final Set<Integer> toldOf = new HashSet<>();

    private List<Limit> limits = List.of();

    Servers(AdminClient admin, Waiting waiting, TrialPlan plan) {
        this.admin = admin;
        this.waiting = waiting;
        this.plan = plan;
    }

    void start(Deployment deployment, List<NodeSpec> specs) {
        for (NodeSpec spec : specs) {
            nodes.add(deployment.start(spec));
        }
    }

    /** Waits until all take connections and know of each other, and reads back their limits. */
    void awaitReady() throws IOException, InterruptedException, TrialFailedException {
        for (Node node : nodes) {
            waiting.untilReady(node);
        }
        if (plan.hasParts()) {
            for (Node node : nodes) {
                waiting.untilMetrics(node, Waiting.SERVER, this::knowsOthers, "find Redis and the other servers");
            }
        }
        List<List<Limit>> each = new ArrayList<>();
        for (Node node : nodes) {
            each.add(limitsReadBack(node));
        }
        limits = IntStream.range(0, each.getFirst().size())
                .mapToObj(i -> worst(each.stream().map(one -> one.get(i)).toList()))
                .toList();
    }

    private boolean knowsOthers(MetricsPage page) {
        boolean redis = !plan.topology().sharesRooms()
                || page.value("chatlab_server_cluster_connected").orElse(0) == 1;
        boolean others = !plan.topology().dealsRoomsOut()
                || page.value("chatlab_server_shards").orElse(0)
                        == plan.topology().servers();
        return redis && others;
    }

    private List<Limit> limitsReadBack(Node server) throws IOException, InterruptedException {
        MetricsPage page =
                MetricsPage.parse(admin.get(server.admin(), "/metrics").text());
        return List.of(
                limit("cpus", plan.cpus(), page.value("chatlab_cgroup_cpu_limit_cores")),
                limit("memory", (double) plan.memoryBytes(), page.value("chatlab_cgroup_memory_limit_bytes")));
    }

    private static Limit limit(String name, double asked, OptionalDouble readBack) {
        return new Limit(name, asked, readBack.isPresent() ? readBack.getAsDouble() : null);
    }

    /** Of limits alike one that does not bind, if there is one. */
    private static Limit worst(List<Limit> alike) {
        return alike.stream().filter(limit -> !limit.bound()).findFirst().orElse(alike.getFirst());
    }

    /** What was read back, of each name once: where one server's limit does not bind, that. */
    List<Limit> limits() {
        return limits;
    }

    List<String> addresses() {
        return nodes.stream().map(Node::address).toList();
    }

    /**
     * By how much the servers' monotonic clock is ahead of the lab's, in nanoseconds; 0 where both are of one kernel, as far as can be told.
     * It was read somewhere between question and answer.
     */
    long clockOffsetNs() throws IOException, InterruptedException, TrialFailedException {
        long askedNs = System.nanoTime();
        MetricsPage page = MetricsPage.parse(
                admin.get(nodes.getFirst().admin(), "/metrics").text());
        long answeredNs = System.nanoTime();
        if (page.value(Samples.TIME).isEmpty()) {
            throw new TrialFailedException("the server's metrics do not say " + Samples.TIME + ".");
        }
        long readNs = (long) (page.value(Samples.TIME).getAsDouble() * 1e9);
        return readNs >= askedNs && readNs <= answeredNs ? 0 : readNs - (askedNs + answeredNs) / 2;
    }

    void beginToScrape() {
        nodes.forEach(node -> scrapers.add(new Scraper(admin, node)));
    }

    /** @throws chatlab.process.UnusableException if one that was started is gone, or the engine is */
    boolean areRunning() {
        return nodes.stream().map(Node::isRunning).reduce(true, Boolean::logicalAnd);
    }

    /** How the first that has ended did, to follow "the server"; null if all run. */
    @Nullable
    String end(Duration patience) {
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isRunning()) {
                toldOf.add(i);
                return numbered(i) + nodes.get(i).stop(patience).sentence();
            }
        }
        return null;
    }

    /** Scrapes once more, and ends. */
    void finish() throws InterruptedException {
        for (Scraper scraper : scrapers) {
            scraper.finish();
        }
    }

    /** What each used in the window. */
    List<ServerUse> uses(long fromNs, long toNs) {
        return scrapers.stream()
                .map(scraper -> ServerUse.of(scraper.soFar(), limits, fromNs, toNs))
                .toList();
    }

    /** What has been scraped of each, unless that has been saved; and of several the sum. */
    void saveSeries(RawFiles files) {
        List<Samples> all = scrapers.stream().map(Scraper::soFar).toList();
        for (int i = 0; i < all.size(); i++) {
            Samples own = all.get(i);
            own(files, i).saveOnce(SERIES, () -> own.csv(Series.OF_SERVER));
        }
        if (isSeveral() && !all.isEmpty()) {
            files.saveOnce(SERIES, () -> Samples.sum(all, Series.OF_SERVER));
        }
    }

    /** Of all but the one of which it is told that it has ended. What was measured does not depend on it. */
    void saveGcLogs(RawFiles files, List<String> notices) throws InterruptedException {
        for (int i = 0; i < nodes.size(); i++) {
            if (toldOf.contains(i)) {
                continue;
            }
            try {
                AdminClient.Answer log = admin.results(nodes.get(i).admin(), "/gc-log");
                if (log.isOk()) {
                    own(files, i).save("server-gc.log", log.body());
                } else {
                    notices.add("There is no server-gc.log: " + log.text().strip());
                }
            } catch (IOException e) {
                notices.add("There is no server-gc.log: the server did not hand it over: " + e + ".");
            }
        }
    }

    void saveLogs(RawFiles files, List<String> notices) {
        for (int i = 0; i < nodes.size(); i++) {
            own(files, i).saveLog("server.log", nodes.get(i), notices);
        }
    }

    /** Each is recorded by itself. */
    List<Profiling> profilings(RawFiles files, List<String> notices) {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> new Profiling(admin, nodes.get(i), own(files, i), notices))
                .toList();
    }

    /** All but the one of which it is told that it has ended. */
    void stop(Duration patience, List<String> notices) {
        for (int i = 0; i < nodes.size(); i++) {
            if (!toldOf.contains(i)) {
                Node.End end = nodes.get(i).stop(patience);
                if (end.exitCode() != 0) {
                    notices.add("When it was asked to end, the server " + numbered(i) + end.sentence()
                            + ", where 0 was expected.");
                }
            }
        }
    }

    private String numbered(int index) {
        return isSeveral() ? (index + 1) + " of " + nodes.size() + " " : "";
    }

    boolean isSeveral() {
        return nodes.size() > 1;
    }

    private RawFiles own(RawFiles files, int index) {
        return isSeveral() ? files.in("server-" + (index + 1)) : files;
    }

    @Override
    public void close() {
        scrapers.forEach(Scraper::close);
    }
}
