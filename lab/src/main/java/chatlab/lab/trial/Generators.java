package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Node;
import chatlab.lab.engine.NodeSpec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The processes that play a repetition's load clients. Several of them begin at the same moment, and when their schedules are over each is told
 * what the talkers of the others have sent; what they measured is then put together.
 */
final class Generators implements AutoCloseable {
    /** So much later than they are told they begin, several of them: a busy one takes its time to answer. */
    private static final long HEAD_START_NS = TimeUnit.SECONDS.toNanos(3);

    private static final String SERIES = "clients-series.csv";
    private static final int TOO_LATE = 409;

    /** What a load client takes in one request. */
    private static final int MOST_TOLD_BYTES = 60_000;

    private final AdminClient admin;
    private final Waiting waiting;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Scraper> scrapers = new ArrayList<>();

    Generators(AdminClient admin, Waiting waiting) {
        this.admin = admin;
        this.waiting = waiting;
    }

    void start(Deployment deployment, List<NodeSpec> specs) {
        for (NodeSpec spec : specs) {
            Node node = deployment.start(spec);
            nodes.add(node);
            scrapers.add(new Scraper(admin, node));
        }
    }

    /** @throws chatlab.process.UnusableException if somebody else removed one of those that were started, or the engine is gone */
    void requireThere() {
        nodes.forEach(Node::isRunning);
    }

    /** Whether any has been started. */
    boolean areStarted() {
        return !nodes.isEmpty();
    }

    /** Waits until all clients are connected. */
    void awaitReady(Duration atMost, Progress progress) throws InterruptedException, TrialFailedException {
        waiting.untilPhase(nodes, "ready", atMost, progress);
    }

    /** Lets the talkers talk, and waits for the results. */
    void play(Duration atMost, Progress progress) throws IOException, InterruptedException, TrialFailedException {
        String when = isSeveral() ? Long.toString(monotonicNs() + HEAD_START_NS) : "";
        for (Node node : nodes) {
            AdminClient.Answer answer = admin.post(node.admin(), "/start", when);
            if (answer.status() != 202) {
                // Somebody may have been thrown out since all were ready: then that is what has to be said.
                waiting.requireAllWell(nodes);
                throw new TrialFailedException("the " + waiting.who() + " did not take the start: "
                        + answer.text().strip());
            }
        }
        if (isSeveral()) {
            exchange(waiting.forAnswers(nodes, "/sent", atMost, progress));
        }
        waiting.untilPhase(nodes, "done", atMost, progress);
    }

    private boolean isSeveral() {
        return nodes.size() > 1;
    }

    private long monotonicNs() throws IOException, InterruptedException {
        return admin.get(nodes.getFirst().admin(), "/status")
                .json()
                .path("monotonicNs")
                .asLong();
    }

    /** Each process gets to know what the talkers of all others have sent. */
    private void exchange(List<String> sent) throws IOException, InterruptedException, TrialFailedException {
        for (int teller = 0; teller < nodes.size(); teller++) {
            for (String part : parts(sent.get(teller))) {
                for (int listener = 0; listener < nodes.size(); listener++) {
                    if (listener != teller) {
                        tell(nodes.get(listener), part);
                    }
                }
            }
        }
    }

    private void tell(Node listener, String part) throws IOException, InterruptedException, TrialFailedException {
        AdminClient.Answer answer;
        try {
            answer = admin.postPatiently(listener.admin(), "/sent", part);
        } catch (IOException e) {
            waiting.requireAllWell(nodes);
            throw e;
        }
        if (answer.status() == TOO_LATE) {
            return; // its summary says that it does not know
        }
        if (!answer.isOk()) {
            throw new TrialFailedException("the " + waiting.who() + " did not take what others of them had sent: "
                    + answer.text().strip());
        }
    }

    /** Whole lines, as many as fit into one request each. */
    private static List<String> parts(String lines) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String line : lines.lines().toList()) {
            if (part.length() + line.length() >= MOST_TOLD_BYTES) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(line).append('\n');
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** Takes everything that they measured into the files: of several the sum, and of each its own in a folder of its own. */
    Summary collect(RawFiles files) throws IOException, InterruptedException, TrialFailedException {
        List<Summary> summaries = new ArrayList<>();
        for (Scraper scraper : scrapers) {
            scraper.finish();
        }
        saveSeries(files);
        for (int i = 0; i < nodes.size(); i++) {
            summaries.add(collect(nodes.get(i), own(files, i)));
        }
        return isSeveral()
                ? SummedSummary.of(
                        summaries,
                        IntStream.range(0, nodes.size())
                                .mapToObj(i -> own(files, i))
                                .toList(),
                        files)
                : summaries.getFirst();
    }

    /** What has been scraped of each, unless that has been saved; and of several the sum. */
    void saveSeries(RawFiles files) {
        List<Samples> all = scrapers.stream().map(Scraper::soFar).toList();
        for (int i = 0; i < all.size(); i++) {
            Samples own = all.get(i);
            own(files, i).saveOnce(SERIES, () -> own.csv(Series.OF_CLIENTS));
        }
        if (isSeveral()) {
            files.saveOnce(SERIES, () -> Samples.sum(all, Series.OF_CLIENTS));
        }
    }

    private RawFiles own(RawFiles files, int index) {
        return isSeveral() ? files.in("process-" + (index + 1)) : files;
    }

    private Summary collect(Node node, RawFiles files) throws IOException, InterruptedException, TrialFailedException {
        AdminClient.Answer answer = admin.results(node.admin(), "/results");
        if (!answer.isOk()) {
            throw new TrialFailedException("the " + waiting.who() + " have no results: "
                    + answer.text().strip());
        }
        files.save(SummedSummary.FILE, answer.body());
        Summary summary = summary(answer);
        for (JsonNode file : summary.json().path("files")) {
            AdminClient.Answer raw = admin.results(node.admin(), "/results/" + file.asText());
            if (!raw.isOk()) {
                throw new TrialFailedException("the " + waiting.who() + " did not hand over " + file.asText() + ": "
                        + raw.text().strip());
            }
            files.save(file.asText(), raw.body());
        }
        return summary;
    }

    private static Summary summary(AdminClient.Answer answer) throws IOException, TrialFailedException {
        try {
            return new Summary(answer.json());
        } catch (IllegalArgumentException e) {
            throw new TrialFailedException(String.valueOf(e.getMessage()));
        }
    }

    void stop(Duration patience) {
        nodes.forEach(node -> node.stop(patience));
    }

    /** @param name of a log's file */
    void saveLogs(String name, RawFiles files, List<String> notices) {
        for (int i = 0; i < nodes.size(); i++) {
            own(files, i).saveLog(name, nodes.get(i), notices);
        }
    }

    @Override
    public void close() {
        scrapers.forEach(Scraper::close);
    }
}
