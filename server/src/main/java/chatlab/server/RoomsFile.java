package chatlab.server;

import chatlab.process.SettingException;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.server.chat.FixedRoom;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The file of rooms that are always there: a JSON array of {@code {"name":"rust","description":"Crabs"}}. */
final class RoomsFile {
    private static final int MAX_DESCRIPTION = 200;
    private static final Set<String> MEMBERS = Set.of("name", "description");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private RoomsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads all rooms, in the file's order.
     *
     * @throws SettingException if the file can't be read, or is no such array; it names the entry, counted from 1
     */
    static List<FixedRoom> read(Path file) {
        return new RoomsFile(file).read();
    }

    private List<FixedRoom> read() {
        JsonNode all = parsed();
        if (!all.isArray()) {
            throw wrong("it has to be an array of rooms such as [{\"name\":\"rust\",\"description\":\"Crabs\"}]");
        }
        Map<String, Integer> entries = new LinkedHashMap<>();
        return IntStream.range(0, all.size())
                .mapToObj(i -> room(all.get(i), i + 1, entries))
                .toList();
    }

    private JsonNode parsed() {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw wrong("it has to be a file that can be read; there is none");
        } catch (AccessDeniedException e) {
            throw wrong("it has to be a file that can be read; that is not allowed");
        } catch (CharacterCodingException e) {
            throw wrong("it has to be text in UTF-8");
        } catch (JsonProcessingException e) {
            throw wrong("it has to be valid JSON" + where(e) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong("it has to be a file that can be read: " + e.getMessage());
        }
    }

    /** What breaks a bound of the parser's has no place. */
    private static String where(JsonProcessingException e) {
        return e.getLocation() == null ? "" : "; at line " + e.getLocation().getLineNr();
    }

    private FixedRoom room(JsonNode entry, int number, Map<String, Integer> entries) {
        if (!entry.isObject()) {
            throw wrong(number, "has to be an object such as {\"name\":\"rust\",\"description\":\"Crabs\"}");
        }
        entry.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                throw wrong(number, "has the member '" + member + "', but a room has 'name' and 'description' alone");
            }
        });
        String name = name(text(entry, "name", number), number);
        String description = entry.has("description") ? text(entry, "description", number) : "";
        if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
            throw wrong(
                    number,
                    "has a 'description' of " + description.codePointCount(0, description.length())
                            + " characters, but it may have " + MAX_DESCRIPTION);
        }
        if (!description.codePoints().allMatch(RoomsFile::isPrintable)) {
            throw wrong(
                    number, "has a 'description' with control characters or half a character, which nobody can read");
        }
        Integer first = entries.putIfAbsent(name, number);
        if (first != null) {
            throw wrong(number, "has the 'name' '" + name + "', which entry " + first + " has already");
        }
        return new FixedRoom(name, description);
    }

    private static boolean isPrintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.SURROGATE;
    }

    private String text(JsonNode entry, String member, int number) {
        JsonNode value = entry.get(member);
        if (value == null) {
            throw wrong(number, "has no '" + member + "'");
        }
        if (!value.isTextual()) {
            throw wrong(number, "has the '" + member + "' " + value + ", but it has to be a string");
        }
        return value.textValue();
    }

    private String name(String name, int number) {
        try {
            return Names.requireRoom(name);
        } catch (FrameException e) {
            throw wrong(
                    number,
                    "has a wrong 'name': " + String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
        }
    }

    private SettingException wrong(int number, String what) {
        return wrong("its entry " + number + " " + what);
    }

    private SettingException wrong(String what) {
        return new SettingException("ROOMS_FILE is '" + file + "', but " + what + ".");
    }
}
