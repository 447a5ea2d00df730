package chatlab.server.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Deals rooms out among servers so that all who know the same servers come to the same result, and a server that comes or goes
 * moves no more rooms than it has: each room goes to the servers with the highest scores for it (highest random weight: Thaler and
 * Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions on Networking 6, 1998). HAProxy reckons
 * the same in {@code haproxy/shards.lua}.
 */
final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /** The servers, by name, that a room is on: so many, the highest score first; fewer if there are no more. */
    static List<String> servers(String room, List<String> servers, int count) {
        return servers.stream()
                .sorted(Comparator.comparingLong((String server) -> score(room, server))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    /**
     * Of both names with a space between them the hash FNV-1a of 64 bits (Fowler, Noll, Vo), with its bits mixed by the last
     * step of MurmurHash3 (Appleby), without which servers whose names differ at the end only would have like scores.
     */
    static long score(String room, String server) {
        long hash = FNV_OFFSET;
        for (byte next : (room + " " + server).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
