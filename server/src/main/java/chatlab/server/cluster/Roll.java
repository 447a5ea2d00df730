package chatlab.server.cluster;

import chatlab.server.cluster.Envelope.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who is in a room here, as other servers are told: who enters and who leaves, each change with a number, and all names once
 * more where one may have missed something. Confined to the room's owner loop.
 */
final class Roll {
    /** All names follow; who does not stand there then is in the room no more. */
    static final byte ALL = '*';

    static final byte ENTERED = '+';
    static final byte LEFT = '-';

    /** Those were all. */
    static final byte THOSE_WERE_ALL = '.';

    private static final int MOST_BYTES = 64 * 1024;

    private final long origin;
    private final long life;
    private List<byte[]> changes = new ArrayList<>();

    /** The number of the next change. */
    private long next;

    Roll(long origin, long life) {
        this.origin = origin;
        this.life = life;
    }

    void entered(String clientId) {
        changes.add(item(ENTERED, clientId));
    }

    void left(String clientId) {
        changes.add(item(LEFT, clientId));
    }

    boolean hasChanges() {
        return !changes.isEmpty();
    }

    /** What has changed since this was asked last, in as many envelopes as it takes. */
    List<byte[]> takeChanges() {
        List<byte[]> taken = changes;
        changes = new ArrayList<>();
        return envelopes(taken);
    }

    /** All of it, these being the names, to be told behind all changes. */
    List<byte[]> all(Set<String> names) {
        List<byte[]> items = new ArrayList<>(names.size() + 2);
        items.add(item(ALL, ""));
        names.forEach(name -> items.add(item(ENTERED, name)));
        items.add(item(THOSE_WERE_ALL, ""));
        return envelopes(items);
    }

    private List<byte[]> envelopes(List<byte[]> items) {
        List<byte[]> all = new ArrayList<>(1);
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < items.size(); i++) {
            bytes += Envelope.LENGTH_BYTES + items.get(i).length;
            if (bytes >= MOST_BYTES || i == items.size() - 1) {
                List<byte[]> some = items.subList(from, i + 1);
                all.add(Envelope.of(Kind.ROLL, origin, life, next, some));
                next += some.size();
                from = i + 1;
                bytes = 0;
            }
        }
        return all;
    }

    private static byte[] item(byte what, String clientId) {
        byte[] name = clientId.getBytes(StandardCharsets.UTF_8);
        byte[] item = new byte[1 + name.length];
        item[0] = what;
        System.arraycopy(name, 0, item, 1, name.length);
        return item;
    }
}
