package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrapes a process, or whatever else tells its figures, once a second while open. A scrape that fails is left out: the gap shows. */
final class Scraper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scraper.class);

    /** What is scraped. */
    interface Source {
        /** The figures of now; empty if there are none now. */
        Optional<MetricsPage> read() throws IOException, InterruptedException;
    }

    private final Source source;
    private final Samples samples = new Samples();
    private boolean over;
    private final ScheduledFuture<?> ticking;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scraper").factory());

    Scraper(AdminClient admin, Node node) {
        this(() -> {
            AdminClient.Answer answer = admin.get(node.admin(), "/metrics");
            return answer.isOk() ? Optional.of(MetricsPage.parse(answer.text())) : Optional.empty();
        });
    }

    Scraper(Source source) {
        this.source = source;
        ticking = clock.scheduleAtFixedRate(this::scrape, 0, 1, TimeUnit.SECONDS);
    }

    /** Scrapes once more and ends; the samples do not change any more. */
    Samples finish() throws InterruptedException {
        ticking.cancel(false);
        clock.shutdown();
        if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
            clock.shutdownNow();
        }
        scrape();
        return samples;
    }

    /** Ends at once; what has been scraped by now, which does not change any more. */
    synchronized Samples soFar() {
        over = true; // a scrape that waits for its turn must not add to what is being read
        clock.shutdownNow();
        return samples;
    }

    private synchronized void scrape() {
        if (over) {
            return;
        }
        try {
            source.read().ifPresent(samples::add);
        } catch (IOException e) {
            // no answer now; the samples have a gap here, which is judged
        } catch (RuntimeException e) {
            log.warn("A scrape could not be read: {}.", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
