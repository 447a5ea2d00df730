package chatlab.clients.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The first few faults of each kind; the rest is in the counts alone. Confined to an event loop while that runs. */
final class Faults {
    private static final int MAX_PER_KIND = 8;

    private final Map<Fault.Kind, List<Fault>> noted = new EnumMap<>(Fault.Kind.class);

    /** The same faults, to which more can be added apart from these. */
    Faults copy() {
        Faults copy = new Faults();
        noted.forEach((kind, faults) -> copy.noted.put(kind, new ArrayList<>(faults)));
        return copy;
    }

    void note(Fault.Kind kind, int receiver, int sender, int sequence) {
        List<Fault> same = noted.computeIfAbsent(kind, k -> new ArrayList<>());
        if (same.size() < MAX_PER_KIND) {
            same.add(new Fault(kind, receiver, sender, sequence));
        }
    }

    /** A message thought lost came after all. */
    void withdraw(int receiver, int sender, int sequence) {
        noted.getOrDefault(Fault.Kind.LOST, List.of()).remove(new Fault(Fault.Kind.LOST, receiver, sender, sequence));
    }

    List<Fault> of(Fault.Kind kind) {
        return noted.getOrDefault(kind, List.of());
    }
}
