package chatlab.server.cluster;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one server tells others at a time, mostly of one room, as it stands in a Redis message: {@code version, kind} (a byte each),
 * {@code origin, life, first} (8 bytes each), {@code count} (4 bytes), all big-endian, then so many times {@code length} (4 bytes)
 * and a message: a chat message where nothing else is said.
 */
final class Envelope {
    static final int HEAD_BYTES = 2 + 3 * Long.BYTES + Integer.BYTES;
    static final int LENGTH_BYTES = Integer.BYTES;
    private static final int ORIGIN_AT = 2;
    private static final byte VERSION = 1;

    /** What it is for. */
    enum Kind {
        /** Messages, or, with none, how many there have been. */
        SAID(0),
        /** How many there have been, and asks all others for the same. */
        ASK(1),
        /** Who is in the room, and in what follows who has entered and left: {@link Roll}. */
        ROLL(2),
        /** Which rooms there are: {@link Neighbours}. */
        ROOMS(3),
        /** A private message for connections of one user. */
        WHISPER(4),
        /** Asks all others who is in the room. */
        ASK_ROLL(5);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static Optional<Kind> of(byte code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    /** What is done with a message in {@code bytes[offset, offset + length)}. */
    @FunctionalInterface
    interface Reader {
        void read(byte[] bytes, int offset, int length);
    }

    private final Kind kind;
    private final long origin;
    private final long life;
    private final long first;
    private final byte[] bytes;

    /** Where the messages begin, and where one more would. */
    private final int[] places;

    private Envelope(Kind kind, long origin, long life, long first, byte[] bytes, int[] places) {
        this.kind = kind;
        this.origin = origin;
        this.life = life;
        this.first = first;
        this.bytes = bytes;
        this.places = places;
    }

    /** Writes everything but the messages to the beginning of {@code to}. */
    static void writeHead(byte[] to, Kind kind, long origin, long life, long first, int count) {
        ByteBuffer _ = ByteBuffer.wrap(to)
                .put(VERSION)
                .put(kind.code)
                .putLong(origin)
                .putLong(life)
                .putLong(first)
                .putInt(count);
    }

    /** One without messages. */
    static byte[] empty(Kind kind, long origin, long life, long first) {
        byte[] bytes = new byte[HEAD_BYTES];
        writeHead(bytes, kind, origin, life, first, 0);
        return bytes;
    }

    /** One with these messages. */
    static byte[] of(Kind kind, long origin, long life, long first, List<byte[]> messages) {
        int length = HEAD_BYTES
                + messages.stream().mapToInt(each -> LENGTH_BYTES + each.length).sum();
        byte[] bytes = new byte[length];
        writeHead(bytes, kind, origin, life, first, messages.size());
        ByteBuffer to = ByteBuffer.wrap(bytes).position(HEAD_BYTES);
        messages.forEach(each -> to.putInt(each.length).put(each));
        return bytes;
    }

    /** Whether one that stands there is of that origin. */
    static boolean isFrom(byte[] bytes, long origin) {
        return bytes.length >= HEAD_BYTES && ByteBuffer.wrap(bytes).getLong(ORIGIN_AT) == origin;
    }

    /**
     * What stands there, if it is whole and of this version: on a channel of Redis anybody may publish anything.
     *
     * @param bytes are kept, and have to stay as they are
     */
    static Optional<Envelope> read(byte[] bytes) {
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            byte version = from.get();
            Optional<Kind> kind = Kind.of(from.get());
            if (version != VERSION || kind.isEmpty()) {
                return Optional.empty();
            }
            long origin = from.getLong();
            long life = from.getLong();
            long first = from.getLong();
            int[] places = places(from);
            boolean isWhole = first >= 0 && places[places.length - 1] == bytes.length;
            return isWhole
                    ? Optional.of(new Envelope(kind.get(), origin, life, first, bytes, places))
                    : Optional.empty();
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static int[] places(ByteBuffer from) {
        int count = from.getInt();
        if (count < 0 || count > from.remaining() / LENGTH_BYTES) {
            throw new BufferUnderflowException();
        }
        int[] places = new int[count + 1];
        for (int i = 0; i < count; i++) {
            places[i] = from.position();
            int length = from.getInt();
            if (length < 0 || length > from.remaining()) {
                throw new BufferUnderflowException();
            }
            from.position(from.position() + length);
        }
        places[count] = from.position();
        return places;
    }

    Kind kind() {
        return kind;
    }

    /** The server that has sent it, a number that it has chosen by chance. */
    long origin() {
        return origin;
    }

    /** Of its room there: one that has come into being anew counts anew. */
    long life() {
        return life;
    }

    /** The number of the first message, the server's first in that room being 0; if there is none, that of the next one. */
    long first() {
        return first;
    }

    /** The number of the message that comes next. */
    long next() {
        return first + places.length - 1;
    }

    /** Whether there is a first message, and it begins with that. */
    boolean beginsWith(byte wanted) {
        return places.length > 1 && places[1] > places[0] + LENGTH_BYTES && bytes[places[0] + LENGTH_BYTES] == wanted;
    }

    /** Hands on the messages from that number on. */
    void forEachFrom(long number, Reader reader) {
        int skipped = Math.clamp(number - first, 0, places.length - 1);
        for (int i = skipped; i < places.length - 1; i++) {
            int from = places[i] + LENGTH_BYTES;
            reader.read(bytes, from, places[i + 1] - from);
        }
    }

    @Override
    public String toString() {
        return kind + " of " + origin + " in life " + life + ", from " + first + " on, at " + Arrays.toString(places);
    }
}
