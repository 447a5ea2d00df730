package chatlab.lab.experiment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many servers there are in a trial, and on how many of them each room is.
 *
 * @param shards how many times more servers there are than a room is on; 1: each room is on all of them
 * @param replicas on how many servers each room is, which share it through Redis; which ones is reckoned room by room
 */
public record Topology(int shards, int replicas) {
    /** As many as HAProxy looks for. */
    private static final int MOST_SERVERS = 16;

    private static final Topology SINGLE = new Topology(1, 1);
    private static final Pattern TEXT =
            Pattern.compile("single|replicas:(?<replicas>[0-9]{1,2})|shards:(?<shards>[0-9]{1,2})"
                    + "|hybrid:(?<parts>[0-9]{1,2})x(?<each>[0-9]{1,2})");

    /** What a right one is, to follow "it has to be". */
    static final String EXPECTED = "single, replicas:N or shards:N (2 to " + MOST_SERVERS
            + " servers), or hybrid:SHARDSxREPLICAS (at least 2 of each, at most " + MOST_SERVERS + " servers)";

    /**
     * Reads one as it stands in an experiment.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Topology parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (text.equals("single")) {
            return SINGLE;
        }
        if (matcher.group("replicas") != null) {
            return several(1, matcher.group("replicas"), 1, 2);
        }
        return matcher.group("shards") != null
                ? several(Integer.parseInt(matcher.group("shards")), "1", 2, 1)
                : several(Integer.parseInt(matcher.group("parts")), matcher.group("each"), 2, 2);
    }

    private static Topology several(int shards, String replicas, int leastShards, int leastReplicas) {
        Topology topology = new Topology(shards, Integer.parseInt(replicas));
        if (shards < leastShards || topology.replicas < leastReplicas || topology.servers() > MOST_SERVERS) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return topology;
    }

    static boolean isValid(String text) {
        try {
            var _ = parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** How many servers there are. */
    public int servers() {
        return shards * replicas;
    }

    /** Whether there is only one server. */
    public boolean isSingle() {
        return servers() == 1;
    }

    /** Whether a room may be on several servers, for which they need Redis. */
    public boolean sharesRooms() {
        return replicas > 1;
    }

    /** Whether not every room is on every server. */
    public boolean dealsRoomsOut() {
        return shards > 1;
    }
}
