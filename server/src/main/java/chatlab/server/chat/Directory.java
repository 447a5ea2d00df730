package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;

/** Who is connected to this server, by name; several connections of one name are devices of one user. Thread-safe. */
public final class Directory {
    private static final int STRIPES = 16;

    /** Each is its own lock, so that loops seldom wait for each other. */
    private final MemberTable[] stripes = new MemberTable[STRIPES];

    private final Cluster cluster;

    /** That of a server that is alone. */
    public Directory() {
        this(Cluster.NONE);
    }

    /** @param cluster where others may have connections of the same names */
    public Directory(Cluster cluster) {
        this.cluster = cluster;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new MemberTable();
        }
    }

    /** The connections of this name. */
    List<Member> devices(String clientId) {
        List<Member> devices = new ArrayList<>(1);
        MemberTable stripe = stripe(clientId);
        synchronized (stripe) {
            stripe.forEach(clientId, devices::add);
        }
        return devices;
    }

    /** Takes in a connection, which has this name from now on. */
    void add(String clientId, Member device) {
        MemberTable stripe = stripe(clientId);
        synchronized (stripe) {
            if (!stripe.contains(clientId)) {
                cluster.connected(clientId);
            }
            stripe.add(device);
        }
    }

    /** Takes it out, if it is in. */
    void remove(String clientId, Member device) {
        MemberTable stripe = stripe(clientId);
        synchronized (stripe) {
            if (stripe.remove(device) && !stripe.contains(clientId)) {
                cluster.disconnected(clientId);
            }
        }
    }

    /** The other servers, which know by this who is connected here. */
    Cluster others() {
        return cluster;
    }

    /** By other bits of the hash than those that a table goes by. */
    private MemberTable stripe(String clientId) {
        return stripes[(clientId.hashCode() * 0x9E3779B9) >>> 28];
    }
}
