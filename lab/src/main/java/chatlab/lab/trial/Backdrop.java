package chatlab.lab.trial;

import chatlab.lab.engine.Deployment.ServingSide;
import chatlab.lab.result.Repetition.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this machine did while those served who are kept on the same cores. */
final class Backdrop implements AutoCloseable {
    /** Nothing to look at: one server has its cores for itself. */
    static final Backdrop NONE = new Backdrop(null, new ServingSide(Set.of(), false, 0));

    private final @Nullable Scraper scraper;
    private final ServingSide side;

    private Backdrop(@Nullable Scraper scraper, ServingSide side) {
        this.scraper = scraper;
        this.side = side;
    }

    /**
     * Begins to look.
     *
     * @param clockOffsetNs by how much the processes' monotonic clock is ahead of the lab's: 0 where they run on this kernel
     * @param notices where it is said that nothing can be seen
     */
    static Backdrop of(ServingSide side, HostCores.Account account, long clockOffsetNs, List<String> notices) {
        if (clockOffsetNs != 0) {
            notices.add(
                    "Whether the machine had enough CPU for all who serve is not known: the engine runs in a virtual"
                            + " machine of its own.");
            return new Backdrop(null, side);
        }
        return new Backdrop(new Scraper(HostCores.source(account, side.cores())), side);
    }

    void finish() throws InterruptedException {
        if (scraper != null) {
            var _ = scraper.finish();
        }
    }

    /** Why what was measured is this machine's doing; empty if it is not, or that is not known. */
    Optional<Reason> doubt(long fromNs, long toNs) {
        if (scraper == null || !side.isShort()) {
            return Optional.empty();
        }
        Samples samples = scraper.soFar();
        return Judge.gap("the kernel", samples.longestGapSeconds(fromNs, toNs))
                .or(() -> HostCores.doubt(samples, side, fromNs, toNs));
    }

    void saveSeries(RawFiles files) {
        if (scraper != null) {
            Samples samples = scraper.soFar();
            files.saveOnce("host-series.csv", () -> samples.csv(HostCores.SERIES));
        }
    }

    @Override
    public void close() {
        if (scraper != null) {
            scraper.close();
        }
    }
}
