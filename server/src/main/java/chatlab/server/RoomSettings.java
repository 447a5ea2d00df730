package chatlab.server;

import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.protocol.Names;
import chatlab.server.chat.FixedRoom;
import chatlab.server.chat.RoomOptions;
import java.nio.file.Path;
import java.util.List;

/** The settings about rooms. */
final class RoomSettings {
    /** Who may make rooms. */
    enum Making {
        /** Whoever enters one. */
        OPEN,
        /** Nobody: there are those of the file. */
        FIXED
    }

    private RoomSettings() {}

    /** @throws SettingException if one is wrong, or the file of rooms is */
    static RoomOptions read(Settings settings) {
        Making making = settings.choice(
                "ROOMS",
                Making.class,
                Making.OPEN,
                "open: a room comes with its first member and goes with its last; fixed: those of ROOMS_FILE, and global");
        String file = settings.text(
                "ROOMS_FILE", "", "rooms that are always there: JSON, [{\"name\":\"rust\",\"description\":\"Crabs\"}]");
        int most = settings.integer(
                "MAX_ROOMS", Memory.rooms(), 1, 1_000_000, "rooms at once, global included; from the memory limit");
        int announceBelow = settings.integer(
                "ANNOUNCE_BELOW",
                100,
                0,
                10_000,
                "who joins and leaves is announced in rooms with fewer members; 0: nowhere");
        int history = settings.integer(
                "HISTORY",
                50,
                0,
                1_000,
                "how many of a room's last messages are kept for those who come later; 0: none");
        if (making == Making.FIXED && file.isEmpty()) {
            throw new SettingException("ROOMS is 'fixed', but then ROOMS_FILE has to say which rooms there are.");
        }
        List<FixedRoom> fixed = file.isEmpty() ? List.of() : RoomsFile.read(Path.of(file));
        long count =
                fixed.stream().filter(room -> !room.name().equals(Names.GLOBAL)).count() + 1;
        if (count > most) {
            throw new SettingException("ROOMS_FILE is '" + file + "' with " + count
                    + " rooms, global included, but MAX_ROOMS is " + most + ".");
        }
        return new RoomOptions(making == Making.OPEN, fixed, most, announceBelow, history, Memory.historyBytes());
    }
}
