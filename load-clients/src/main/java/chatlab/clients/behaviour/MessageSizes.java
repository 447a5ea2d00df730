package chatlab.clients.behaviour;

import chatlab.process.SettingException;
import chatlab.process.Sizes;
import chatlab.protocol.MessageHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long messages are, in bytes, without what the transport puts around them. A message's length follows from the seed,
 * its sender and its sequence alone, so that every receiver knows how long it has to be.
 */
public final class MessageSizes {
    /** The longest there are, which is what servers take. */
    public static final int LONGEST = 20_000;

    /** What {@link #parse} reads, to follow "it has to be". */
    public static final String EXPECTED = "a size from " + Talker.MIN_MESSAGE_BYTES + " to " + LONGEST
            + ", such as 512 or 4KiB, uniform:MIN..MAX, lognormal:MEDIAN..P99 or file:PATH (a size per line)";

    private static final String FILE = "file:";
    private static final int MOST_IN_FILE = 1_000_000;
    private static final long MOST_BYTES_OF_FILE = 16L * 1024 * 1024;

    /** Into how many equally likely values the log-normal distribution is cut. */
    private static final int QUANTILES = 4096;

    private final int[] equallyLikely;
    private final long seed;

    private MessageSizes(int[] equallyLikely, long seed) {
        this.equallyLikely = equallyLikely;
        this.seed = seed;
    }

    /** The same for all. */
    public static MessageSizes fixed(int bytes) {
        return new MessageSizes(new int[] {bytes}, 0);
    }

    /**
     * Reads them as they are written in a setting.
     *
     * @throws IllegalArgumentException if it is none
     * @throws SettingException if it names a file that can't be read or holds something else than sizes
     */
    public static MessageSizes parse(String text) {
        if (text.startsWith(FILE)) {
            return new MessageSizes(read(text.substring(FILE.length())), 0);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return fixed(size(text));
        }
        String[] ends = text.substring(colon + 1).split("\\.\\.", -1);
        if (ends.length != 2 || size(ends[0]) >= size(ends[1])) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int from = size(ends[0]);
        int to = size(ends[1]);
        return switch (text.substring(0, colon)) {
            case "uniform" -> uniform(from, to);
            case "lognormal" -> logNormal(from, to);
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }

    private static MessageSizes uniform(int min, int max) {
        return new MessageSizes(IntStream.rangeClosed(min, max).toArray(), 0);
    }

    /** Cut off at the shortest and the longest there may be. */
    private static MessageSizes logNormal(int median, int p99) {
        double sigma = Math.log((double) p99 / median) / NormalDistribution.quantile(0.99);
        return new MessageSizes(
                IntStream.range(0, QUANTILES)
                        .mapToDouble(i -> NormalDistribution.quantile((i + 0.5) / QUANTILES))
                        .map(normal -> Math.rint(median * Math.exp(sigma * normal)))
                        .mapToInt(bytes -> (int) Math.clamp(bytes, Talker.MIN_MESSAGE_BYTES, LONGEST))
                        .toArray(),
                0);
    }

    private static int[] read(String path) {
        List<String> lines;
        try {
            Path file = Path.of(path);
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES_OF_FILE)) {
                throw new SettingException("MESSAGE_BYTES names '" + path + "', but that has to be a file of at most "
                        + MOST_BYTES_OF_FILE + " bytes.");
            }
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new SettingException("MESSAGE_BYTES names the file '" + path + "', which can't be read (" + e + ").");
        }
        if (lines.isEmpty() || lines.size() > MOST_IN_FILE) {
            throw new SettingException("MESSAGE_BYTES names the file '" + path + "', which has " + lines.size()
                    + " lines, but it has to have from 1 to " + MOST_IN_FILE + ", each a size.");
        }
        int[] sizes = new int[lines.size()];
        for (int i = 0; i < sizes.length; i++) {
            try {
                sizes[i] = size(lines.get(i));
            } catch (IllegalArgumentException e) {
                throw new SettingException(path + ":" + (i + 1) + ": '" + shortened(lines.get(i))
                        + "' stands in the file of MESSAGE_BYTES, but every line has to be a size from "
                        + Talker.MIN_MESSAGE_BYTES + " to " + LONGEST + ", such as 512 or 4KiB.");
            }
        }
        return sizes;
    }

    private static String shortened(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }

    private static int size(String text) {
        long bytes = Sizes.parse(text);
        if (bytes < Talker.MIN_MESSAGE_BYTES || bytes > LONGEST) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return (int) bytes;
    }

    /** These sizes, drawn by another seed. */
    public MessageSizes drawnBy(long newSeed) {
        return new MessageSizes(equallyLikely, newSeed);
    }

    /** How long a sender's message with this sequence is. */
    public int of(int sender, int sequence) {
        if (equallyLikely.length == 1) {
            return equallyLikely[0];
        }
        // The hash alone would give the same sizes whatever the seed; the product's upper bits depend on all of both.
        long drawn = (MessageHash.of(sender, sequence) ^ seed) * 0xD1342543DE82EF95L;
        return equallyLikely[(int) (((drawn >>> 32) * equallyLikely.length) >>> 32)];
    }

    /** The longest of them. */
    public int longest() {
        return IntStream.of(equallyLikely).max().orElseThrow();
    }
}
