package chatlab.clients.schedule;

import java.util.List;

/** Several schedules as one: what is due first comes first. */
final class Several implements Schedule {
    private final List<Schedule> parts;
    private Schedule next;

    /** @param parts at least one */
    Several(List<Schedule> parts) {
        this.parts = List.copyOf(parts);
        next = first();
    }

    @Override
    public long nextNs() {
        return next.nextNs();
    }

    @Override
    public int take() {
        int participant = next.take();
        next = first();
        return participant;
    }

    private Schedule first() {
        Schedule first = parts.getFirst();
        for (Schedule part : parts) {
            if (part.nextNs() < first.nextNs()) {
                first = part;
            }
        }
        return first;
    }
}
