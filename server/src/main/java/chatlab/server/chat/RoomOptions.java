package chatlab.server.chat;

import java.util.List;

/**
 * Which rooms there may be.
 *
 * @param open whether a client that enters a room makes it, if there is none of that name
 * @param fixed those that are always there; {@code global} is in any case
 * @param most how many there may be at once, those and {@code global} included
 * @param announceBelow in rooms with fewer members everyone is told who comes and goes; 0: in none
 * @param history how many of the last messages of each are kept
 * @param historyBytes how much memory what is kept may take in all rooms together
 */
public record RoomOptions(
        boolean open, List<FixedRoom> fixed, int most, int announceBelow, int history, long historyBytes) {
    public RoomOptions {
        fixed = List.copyOf(fixed);
    }

    /** Clients make so many, as they like; nobody is announced, and nothing is kept. */
    public static RoomOptions open(int most) {
        return new RoomOptions(true, List.of(), most, 0, 0, 0);
    }
}
