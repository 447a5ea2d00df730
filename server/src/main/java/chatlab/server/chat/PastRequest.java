package chatlab.server.chat;

import java.util.List;

/** The wish of a member to be told what was said before it came. Confined to the member's loop. */
final class PastRequest {
    private long firstHeard = Long.MAX_VALUE;

    /** The member hears a message meanwhile. */
    void heard(long number) {
        firstHeard = Math.min(firstHeard, number);
    }

    /**
     * What is left of the last messages without those that the member has heard meanwhile.
     *
     * @param messages the last that were said
     * @param last the number of the last of them
     */
    List<byte[]> past(List<byte[]> messages, long last) {
        long heard = Math.max(0, last - firstHeard + 1);
        return messages.subList(0, (int) Math.max(0, messages.size() - heard));
    }
}
