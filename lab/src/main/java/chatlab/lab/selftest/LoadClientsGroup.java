package chatlab.lab.selftest;

import java.util.ArrayList;
import java.util.List;

/** Several processes of load clients at once. Closing ends all of them. */
final class LoadClientsGroup implements AutoCloseable {
    private final List<LoadClients> all = new ArrayList<>();

    void add(LoadClients clients) {
        all.add(clients);
    }

    /** In the order in which they were added. */
    List<LoadClients> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all.forEach(LoadClients::close);
    }
}
