package chatlab.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Makes frames as clients send them and as nobody should: chat messages in the plain form and in every other, damaged
 * ones, and bytes that only look like one. A frame depends on the generator's seed and its own number alone, so that any
 * can be made again.
 */
public final class FrameGenerator {
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    /** What a frame was made to be. */
    public enum Kind {
        /** A valid chat message of {@link Frame#clientId} in the form that nearly all clients use. */
        PLAIN,
        /** Any members in any form: valid chat messages, other frames, and ones that break a rule. */
        LOOSE,
        /** A plain one with some of its bytes changed, left out, doubled or cut off. */
        DAMAGED,
        /** Pieces of frames, and of UTF-8 right and wrong, in no order. */
        JUMBLE
    }

    /**
     * A frame amid bytes that are none of its business; behind one that was cut off, that is what was cut off.
     *
     * @param kind what it was made to be
     * @param clientId the name that the connection is bound to, as a rule the one in the frame
     * @param buffer the bytes around the frame and its own, which have no line end
     * @param offset where it begins
     * @param length its bytes
     */
    public record Frame(Kind kind, String clientId, byte[] buffer, int offset, int length) {
        /** The frame's bytes alone. */
        public byte[] bytes() {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }

        @Override
        public String toString() {
            return kind + " frame of \"" + clientId + "\": " + new String(bytes(), StandardCharsets.UTF_8) + " ("
                    + HexFormat.ofDelimiter(" ").formatHex(bytes()) + ")";
        }
    }

    private final long seed;

    public FrameGenerator(long seed) {
        this.seed = seed;
    }

    /** The frame of that number. */
    public Frame frame(long number) {
        return new Making(new Random(seed + number * GOLDEN_RATIO)).frame();
    }

    /** One frame in the making. */
    private static final class Making {
        private final Random random;
        private final FrameParts parts;

        Making(Random random) {
            this.random = random;
            parts = new FrameParts(random);
        }

        Frame frame() {
            return switch (random.nextInt(10)) {
                case 0, 1, 2 -> plain();
                case 3, 4, 5 -> loose();
                case 6, 7, 8 -> damaged();
                default -> jumble();
            };
        }

        private Frame plain() {
            String name = parts.plainName();
            return amid(Kind.PLAIN, name, plainFrame(name));
        }

        private byte[] plainFrame(String name) {
            List<byte[]> members = new ArrayList<>();
            members.add(parts.member("\"clientId\"", parts.quoted(name)));
            members.add(parts.member("\"Message\"", parts.text(0)));
            if (random.nextBoolean()) {
                members.add(parts.member("\"room\"", parts.quoted(parts.room())));
            }
            Collections.shuffle(members, random);
            return parts.object(members);
        }

        private Frame loose() {
            String name = parts.name();
            List<byte[]> members = new ArrayList<>();
            if (!parts.oneIn(20)) {
                members.add(parts.member(parts.key("clientId"), parts.quoted(name)));
            }
            if (!parts.oneIn(20)) {
                members.add(parts.member("\"Message\"", parts.text(parts.oneIn(3) ? 10 : 0)));
            }
            while (!parts.oneIn(2)) {
                members.add(parts.anyMember());
            }
            Collections.shuffle(members, random);
            return amid(Kind.LOOSE, parts.oneIn(10) ? parts.nearly(name) : name, parts.object(members));
        }

        private Frame damaged() {
            String name = parts.plainName();
            byte[] bytes = plainFrame(name);
            for (int i = random.nextInt(2); i >= 0; i--) {
                bytes = parts.damage(bytes);
            }
            int kept = parts.oneIn(4) ? random.nextInt(bytes.length + 1) : bytes.length;
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            buffer.writeBytes(bytes);
            buffer.writeBytes(parts.surroundings());
            return new Frame(Kind.DAMAGED, name, buffer.toByteArray(), 0, kept);
        }

        private Frame jumble() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (!parts.oneIn(4)) {
                bytes.write('{');
            }
            for (int i = random.nextInt(12); i >= 0; i--) {
                bytes.writeBytes(parts.any());
            }
            return amid(Kind.JUMBLE, "ada", bytes.toByteArray());
        }

        private Frame amid(Kind kind, String clientId, byte[] frame) {
            byte[] before = parts.surroundings();
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            buffer.writeBytes(before);
            buffer.writeBytes(frame);
            buffer.writeBytes(parts.surroundings());
            return new Frame(kind, clientId, buffer.toByteArray(), before.length, frame.length);
        }
    }
}
