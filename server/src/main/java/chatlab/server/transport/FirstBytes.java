package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/** What has come from a client whose dialect can't be told yet: the beginning of an HTTP method at most. */
final class FirstBytes {
    private static final byte[] NOTHING = {};

    /** For a client that has said nothing yet, or whose dialect is known. Nothing is added to it. */
    static final FirstBytes NONE = new FirstBytes();

    private byte[] held = NOTHING;
    private long sinceNs;
    private boolean askForHead;

    /** Tells the dialect by what is held and what has come now; unless that tells it, all of {@code in} is held too. */
    Dialect add(ByteBuf in, byte[] scratch) {
        if (held.length == 0) {
            sinceNs = System.nanoTime();
            askForHead = in.isReadable() && in.getByte(in.readerIndex()) == 'H';
        }
        int more = Math.min(in.readableBytes(), scratch.length - held.length);
        System.arraycopy(held, 0, scratch, 0, held.length);
        in.getBytes(in.readerIndex(), scratch, held.length, more);
        Dialect dialect = Dialect.of(scratch, held.length + more);
        if (dialect == Dialect.UNDECIDED) {
            held = Arrays.copyOf(scratch, held.length + more);
            in.skipBytes(more);
        }
        return dialect;
    }

    boolean isEmpty() {
        return held.length == 0;
    }

    /** When the first of them came. */
    long sinceNs() {
        return sinceNs;
    }

    /** Whether they are of a request for the head alone, if they are of a request. HEAD is the only method with this letter. */
    boolean askForHead() {
        return askForHead;
    }

    /** Moves what is held and {@code in} into one buffer, which the caller has to release. */
    ByteBuf joined(ByteBuf in, ByteBufAllocator allocator) {
        ByteBuf all = allocator.buffer(held.length + in.readableBytes()).writeBytes(held);
        clear();
        return all.writeBytes(in);
    }

    void clear() {
        held = NOTHING;
    }
}
