package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Parts;
import chatlab.clients.behaviour.Shard;
import chatlab.clients.dialect.Dialect;
import chatlab.clients.ledger.Ledger;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.process.Shares;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that say how many clients there are and which parts they play. */
final class CastSettings {
    private static final int MAX_CLIENTS = 100_000;

    private CastSettings() {}

    /** @throws SettingException if one is wrong, or they contradict each other or what the dialect can say */
    static Cast read(Settings settings, Dialect dialect) {
        int clients = settings.integer("CLIENTS", 100, 1, MAX_CLIENTS, "How many clients to simulate.");
        int rooms = settings.integer(
                "ROOMS", 1, 1, clients, "How many rooms they are spread over; 1 means the global room.");
        RoomSizes sizes = settings.parsed(
                "ROOM_SIZES",
                "equal",
                RoomSizes::parse,
                RoomSizes.EXPECTED,
                "How large those are: equal, or zipf:EXPONENT, a few large ones and many small ones.");
        int talkers = count(
                settings,
                "TALKERS",
                "1%",
                clients,
                "CLIENTS",
                "How many of them send messages; a share is rounded up.");
        int bursting = count(
                settings,
                "BURST_TALKERS",
                "0",
                talkers,
                "TALKERS",
                "How many of the talkers send in bursts, each as much as any other talker on average.");
        int hoppers =
                count(settings, "HOPPERS", "0", clients, "CLIENTS", "How many move to another room every HOP_EVERY.");
        int churners = count(
                settings,
                "CHURNERS",
                "0",
                clients,
                "CLIENTS",
                "How many leave every CHURN_EVERY, and come back at once.");
        int slowReaders = count(
                settings,
                "SLOW_READERS",
                "0",
                clients,
                "CLIENTS",
                "How many read only a trickle until the drain begins.");
        Shard shard = settings.parsed(
                "SHARD",
                "1/1",
                Shard::parse,
                Shard.EXPECTED,
                "Which process of how many this is, if several play a run's clients together: 2/4 plays every fourth one.");
        if (rooms == 1 && !(sizes instanceof RoomSizes.Equal)) {
            throw new SettingException("ROOM_SIZES is '" + settings.resolved().get("ROOM_SIZES")
                    + "', but ROOMS is 1, and it has to be at least 2 for rooms to differ.");
        }
        Parts parts = new Parts(talkers, bursting, hoppers, churners, slowReaders);
        requireRoomForAll(parts, clients);
        Cast cast = new Cast(sizes.rooms(clients, rooms), parts, dialect.echoes()).playedBy(shard);
        requireSomebodyToPlay(settings, cast);
        requireRoomsToHop(settings, cast, dialect);
        requireAccounts(settings, cast);
        return cast;
    }

    /**
     * Each process plays somebody, and nobody who comes and goes: of these it would have to know when the talkers of the others handed their
     * messages over, and nobody tells it.
     */
    private static void requireSomebodyToPlay(Settings settings, Cast cast) {
        String shard = "SHARD is '" + cast.shard() + "', but ";
        if (cast.played() == 0) {
            throw new SettingException(
                    shard + "CLIENTS is " + cast.clients() + ", and each process has to play at least one.");
        }
        for (String movers : List.of("HOPPERS", "CHURNERS")) {
            int count = movers.equals("HOPPERS")
                    ? cast.parts().hoppers()
                    : cast.parts().churners();
            if (!cast.shard().isWhole() && count > 0) {
                throw new SettingException(
                        shard + movers + " is " + settings.resolved().get(movers)
                                + ", and clients that come and go need a process that plays all.");
            }
        }
    }

    private static int count(Settings settings, String name, String fallback, int all, String allName, String help) {
        return settings.parsed(
                name,
                fallback,
                text -> countOrShare(text, all),
                "a count from 0 to " + all + " (" + allName + ") or a share such as 1%",
                help);
    }

    private static void requireRoomForAll(Parts parts, int clients) {
        if (parts.players() > clients) {
            String all = Stream.of(
                            part("TALKERS", parts.talkers()),
                            part("HOPPERS", parts.hoppers()),
                            part("CHURNERS", parts.churners()),
                            part("SLOW_READERS", parts.slowReaders()))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" and "));
            throw new SettingException(
                    all + ", but together they have to be at most CLIENTS, which is " + clients + ".");
        }
    }

    private static String part(String name, int count) {
        return count == 0 ? "" : name + " is " + count;
    }

    private static void requireRoomsToHop(Settings settings, Cast cast, Dialect dialect) {
        if (cast.parts().hoppers() == 0) {
            return;
        }
        String hoppers = "HOPPERS is " + settings.resolved().get("HOPPERS") + ", but ";
        if (cast.rooms().count() == 1) {
            throw new SettingException(hoppers + "ROOMS is 1, and it has to be at least 2 for them to move between.");
        }
        if (!dialect.canMove()) {
            throw new SettingException(
                    hoppers + "DIALECT '" + dialect.name() + "' has no frames to move to another room with (move).");
        }
    }

    /** Who comes and goes can't be accounted for by a count and a sum. */
    private static void requireAccounts(Settings settings, Cast cast) {
        long pairs = Ledger.leastPairs(cast);
        if (pairs > Ledger.DEFAULT_BUDGET) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "HOPPERS is %s and CHURNERS is %s, but with the talkers that each of them hears they make %,d pairs to"
                            + " account for one by one, and it has to be at most %,d.",
                    settings.resolved().get("HOPPERS"),
                    settings.resolved().get("CHURNERS"),
                    pairs,
                    Ledger.DEFAULT_BUDGET));
        }
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
