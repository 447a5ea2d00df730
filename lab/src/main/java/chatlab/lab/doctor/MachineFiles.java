package chatlab.lab.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files in which a Linux kernel tells of itself. Elsewhere none is there, and what they would say is not known.
 *
 * @param root the folder that holds {@code proc} and {@code etc}: {@code /} but in tests
 */
record MachineFiles(Path root) {
    private static final int FIRST_BYTES = 64 << 10;

    /** What the largest of the files that are read may hold. */
    private static final int MOST_BYTES = 8 << 20;

    /** The whole file; empty if it can't be read. */
    Optional<String> text(String file) {
        // The kernel answers for a setting once, from its start: what asks for a byte first, as Files.readString does
        // for
        // files that claim to be empty, gets that byte and no more.
        try (SeekableByteChannel channel = Files.newByteChannel(root.resolve(file))) {
            ByteBuffer content = ByteBuffer.allocate(FIRST_BYTES);
            while (channel.read(content) >= 0 && content.capacity() < MOST_BYTES) {
                if (!content.hasRemaining()) {
                    content = ByteBuffer.allocate(content.capacity() * 2).put(content.flip());
                }
            }
            return Optional.of(StandardCharsets.UTF_8.decode(content.flip()).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The number that a file holds and nothing else; empty if there is none. */
    OptionalLong number(String file) {
        return text(file).map(String::strip).filter(text -> text.matches("\\d{1,18}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** The first number after a key and a colon at the start of a line, such as in {@code meminfo}. */
    OptionalLong number(String file, String key) {
        Matcher line = Pattern.compile("^" + Pattern.quote(key) + ":\\s+(\\d{1,18})", Pattern.MULTILINE)
                .matcher(text(file).orElse(""));
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }

    /** The folder or file itself. */
    Path path(String file) {
        return root.resolve(file);
    }
}
