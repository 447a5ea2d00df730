package chatlab.server.cluster;

import chatlab.server.chat.Loop;
import java.util.function.Supplier;

/**
 * Something that is done as soon as it is wanted, but not again for a while: what is wanted meanwhile is done once, then.
 * Confined to its loop.
 */
final class Paced {
    private final Supplier<Loop> loop;
    private final long paceNs;
    private final Runnable action;
    private boolean isResting;
    private boolean isWanted;

    Paced(Supplier<Loop> loop, long paceNs, Runnable action) {
        this.loop = loop;
        this.paceNs = paceNs;
        this.action = action;
    }

    void want() {
        if (isResting) {
            isWanted = true;
            return;
        }
        isResting = true;
        loop.get().after(paceNs, () -> {
            isResting = false;
            if (isWanted) {
                isWanted = false;
                want();
            }
        });
        action.run();
    }
}
