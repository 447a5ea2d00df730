package chatlab.server;

import chatlab.process.SettingException;
import chatlab.protocol.FrameException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A file that a setting names: a JSON array of objects, each with a name of its own. What is wrong is told in one sentence
 * with the setting, the file and the entry, counted from 1.
 */
final class EntriesFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String setting;
    private final Path file;
    private final String kind;
    private final String example;
    private final List<String> members;

    /** Makes something of an entry. */
    interface Reader<T> {
        /**
         * Reads it.
         *
         * @throws SettingException if it is wrong, see {@link Entry#wrong}
         */
        T read(Entry entry);
    }

    /** Which names there may be. */
    interface NameRule {
        /** Answers the name; what is wrong with it is in the exception. */
        String require(String name) throws FrameException;
    }

    /**
     * @param setting by which the user knows the file
     * @param kind what an entry is, in one word
     * @param example one entry
     * @param members what an entry may have, its name included
     */
    EntriesFile(String setting, Path file, String kind, String example, List<String> members) {
        this.setting = setting;
        this.file = file;
        this.kind = kind;
        this.example = example;
        this.members = members;
    }

    /** One entry. */
    final class Entry {
        private final JsonNode object;
        private final int number;

        private Entry(JsonNode object, int number) {
            this.object = object;
            this.number = number;
        }

        boolean has(String member) {
            return object.has(member);
        }

        /** @throws SettingException if it has no such member, or that is no string */
        String text(String member) {
            JsonNode value = object.get(member);
            if (value == null) {
                throw wrong("has no '" + member + "'");
            }
            if (!value.isTextual()) {
                throw wrong("has the '" + member + "' " + value + ", but it has to be a string");
            }
            return value.textValue();
        }

        /**
         * Its name.
         *
         * @throws SettingException if it has none that the rule allows
         */
        String name(NameRule rule) {
            try {
                return rule.require(text("name"));
            } catch (FrameException e) {
                throw wrong(
                        "has a wrong 'name': " + String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
            }
        }

        /** To be thrown. {@code what} follows "its entry 3". */
        SettingException wrong(String what) {
            return EntriesFile.this.wrong("its entry " + number + " " + what);
        }
    }

    /**
     * Reads all entries, in the file's order.
     *
     * @throws SettingException if the file can't be read, or something in it is wrong
     */
    <T> List<T> read(Reader<T> reader) {
        JsonNode all = parsed();
        if (!all.isArray()) {
            throw wrong("it has to be an array of " + kind + "s such as [" + example + "]");
        }
        Map<String, Integer> names = new HashMap<>();
        return IntStream.range(0, all.size())
                .mapToObj(i -> read(reader, all.get(i), i + 1, names))
                .toList();
    }

    private <T> T read(Reader<T> reader, JsonNode object, int number, Map<String, Integer> names) {
        Entry entry = new Entry(object, number);
        if (!object.isObject()) {
            throw entry.wrong("has to be an object such as " + example);
        }
        object.fieldNames().forEachRemaining(member -> {
            if (!members.contains(member)) {
                throw entry.wrong("has the member '" + member + "', but a " + kind + " has "
                        + String.join(
                                " and ",
                                members.stream().map(m -> "'" + m + "'").toList()) + " alone");
            }
        });
        T read = reader.read(entry);
        Integer first = names.putIfAbsent(entry.text("name"), number);
        if (first != null) {
            throw entry.wrong("has the 'name' '" + entry.text("name") + "', which entry " + first + " has already");
        }
        return read;
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

    /** To be thrown. {@code what} follows "but". */
    SettingException wrong(String what) {
        return new SettingException(setting + " is '" + file + "', but " + what + ".");
    }
}
