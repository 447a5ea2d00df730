package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.process.Shares;

/** The settings that say how many clients there are and which parts they play. */
final class CastSettings {
    private static final int MAX_CLIENTS = 100_000;

    private CastSettings() {}

    /** @throws SettingException if one is wrong, or they contradict each other */
    static Cast read(Settings settings) {
        int clients = settings.integer("CLIENTS", 100, 1, MAX_CLIENTS, "How many clients to simulate.");
        int rooms = settings.integer(
                "ROOMS", 1, 1, clients, "How many rooms they are spread over evenly; 1 means the global room.");
        int talkers = settings.parsed(
                "TALKERS",
                "1%",
                text -> countOrShare(text, clients),
                "a count from 0 to " + clients + " (the number of clients) or a share such as 1%",
                "How many of them send messages: a count, or a share of all (rounded up).");
        int slowReaders = settings.integer(
                "SLOW_READERS", 0, 0, clients, "How many of them read only a trickle until the drain begins.");
        if (talkers + slowReaders > clients) {
            throw new SettingException("TALKERS is " + talkers + " and SLOW_READERS is " + slowReaders
                    + ", but together they have to be at most CLIENTS, which is " + clients + ".");
        }
        return new Cast(clients, rooms, talkers, slowReaders);
    }

    /** Reads {@code 12} or {@code 1.5%}; a share is rounded up, so that any share but 0 is somebody. */
    private static int countOrShare(String text, int all) {
        int count = text.endsWith("%") ? (int) Shares.of(text, all) : Integer.parseInt(text);
        if (count < 0 || count > all) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }
}
