package chatlab.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The golden files: lines of text in which {@code «C3 A9»} stands for raw bytes and {@code «61 ×65»} for one repeated. */
final class Golden {
    private static final Pattern RAW = Pattern.compile("«((?:[0-9A-F]{2})(?: [0-9A-F]{2})*)(?: ×(\\d+))?»");

    private Golden() {}

    /** A file's lines without empty ones and comments. */
    static List<String> lines(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no golden file " + file + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes that a line's text stands for. */
    static byte[] bytes(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher raw = RAW.matcher(written);
        int at = 0;
        while (raw.find()) {
            bytes.writeBytes(written.substring(at, raw.start()).getBytes(StandardCharsets.UTF_8));
            int times = raw.group(2) == null ? 1 : Integer.parseInt(raw.group(2));
            for (int i = 0; i < times; i++) {
                bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(raw.group(1)));
            }
            at = raw.end();
        }
        bytes.writeBytes(written.substring(at).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
