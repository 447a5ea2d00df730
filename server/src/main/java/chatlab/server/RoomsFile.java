package chatlab.server;

import chatlab.process.SettingException;
import chatlab.protocol.Names;
import chatlab.server.chat.FixedRoom;
import java.nio.file.Path;
import java.util.List;

/** The file of rooms that are always there: a JSON array of {@code {"name":"rust","description":"Crabs"}}. */
final class RoomsFile {
    private static final int MAX_DESCRIPTION = 200;

    private RoomsFile() {}

    /**
     * Reads all rooms, in the file's order.
     *
     * @throws SettingException if the file can't be read, or is no such array; it names the entry, counted from 1
     */
    static List<FixedRoom> read(Path file) {
        return new EntriesFile(
                        "ROOMS_FILE",
                        file,
                        "room",
                        "{\"name\":\"rust\",\"description\":\"Crabs\"}",
                        List.of("name", "description"))
                .read(RoomsFile::room);
    }

    private static FixedRoom room(EntriesFile.Entry entry) {
        String name = entry.name(Names::requireRoom);
        String description = entry.has("description") ? entry.text("description") : "";
        int length = description.codePointCount(0, description.length());
        if (length > MAX_DESCRIPTION) {
            throw entry.wrong("has a 'description' of " + length + " characters, but it may have " + MAX_DESCRIPTION);
        }
        if (!description.codePoints().allMatch(RoomsFile::isPrintable)) {
            throw entry.wrong("has a 'description' with control characters or half a character, which nobody can read");
        }
        return new FixedRoom(name, description);
    }

    private static boolean isPrintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.SURROGATE;
    }
}
