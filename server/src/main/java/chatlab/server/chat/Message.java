package chatlab.server.chat;

import chatlab.protocol.PlainText;
import chatlab.protocol.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One message of a room. It begins as a view of the bytes that came, which whoever carries it on at once copies from; for
 * everyone else it becomes a single buffer with {@code [WebSocket header][payload][LF]}, of which every form but that for people is a part.
 * Counted like a buffer once it is one; what {@link #framed} has given keeps that alive. Confined to one thread until it is
 * {@link #kept}, thread-safe from then on.
 */
public final class Message {
    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\r', '\n'};

    private final ByteBufAllocator allocator;
    private final int payloadBytes;
    private byte[] bytes;
    private int offset;
    private int end;

    /** Where the splice is put in. */
    private int spliceAt;

    private byte[] splice;

    /** As a line for people, made when somebody wants it first. */
    private volatile byte @Nullable [] text;

    /** Its place in its room's order, if that is kept. */
    long number;

    /** Readable as a line; what stands before that is the header. Null as long as nobody has asked for it. */
    private @Nullable ByteBuf buffer;

    private Message(ByteBufAllocator allocator, byte[] bytes, int offset, int length, int spliceAt, byte[] splice) {
        this.allocator = allocator;
        this.bytes = bytes;
        this.offset = offset;
        this.end = offset + length;
        this.spliceAt = spliceAt;
        this.splice = splice;
        payloadBytes = length + splice.length;
    }

    /**
     * The chat message in {@code bytes[offset, offset + length)}, a JSON object, as it came, but with {@code splice}
     * (ASCII, may be empty) put in before its final brace. The caller has the one reference, and leaves the bytes as they
     * are until it has released or {@link #kept} it.
     */
    static Message of(ByteBufAllocator allocator, byte[] bytes, int offset, int length, byte[] splice) {
        int brace = offset + length - 1;
        if (splice.length > 0) {
            while (bytes[brace] != '}') {
                brace--; // a valid object may have white space after it
            }
        }
        return new Message(allocator, bytes, offset, length, brace, splice);
    }

    /** How long it is in one form. */
    public int framedBytes(Framing framing) {
        return switch (framing) {
            case LINE -> payloadBytes + 1;
            case TEXT -> text().length;
            case WEBSOCKET -> WebSocket.headerBytes(payloadBytes, false) + payloadBytes;
        };
    }

    /** Copies all of it in one form to {@code to}, where the place for it begins at {@code at}. */
    public void copyTo(ByteBuf to, int at, Framing framing) {
        if (framing == Framing.TEXT) {
            to.setBytes(at, text());
            return;
        }
        ByteBuf made = buffer;
        if (made != null) {
            int from = framing == Framing.LINE ? made.readerIndex() : 0;
            to.setBytes(at, made, from, framedBytes(framing));
            return;
        }
        switch (framing) {
            case LINE -> to.setByte(copyPayload(to, at), '\n');
            case WEBSOCKET -> copyPayload(to, copyHeader(to, at));
            case TEXT -> throw new IllegalStateException("is copied already");
        }
    }

    /** All of it in one form. The caller has to release what it gets. */
    public ByteBuf framed(Framing framing) {
        return switch (framing) {
            case LINE -> line();
            case WEBSOCKET -> {
                ByteBuf line = line();
                yield line.setIndex(0, line.writerIndex() - 1);
            }
            case TEXT -> allocator.directBuffer(text().length).writeBytes(text());
        };
    }

    /** Makes it independent of the bytes that it came in. */
    Message kept() {
        buffer();
        return this;
    }

    /** How long it is without any framing. */
    public int payloadBytes() {
        return payloadBytes;
    }

    /**
     * Copies it without any framing. As long as it is a view, it is one of the copy from now on, which is in one piece and
     * so cheaper to copy on: from then on the copy has to stay as it is, instead of the bytes that it came in.
     */
    void moveTo(byte[] to, int at) {
        copyTo(to, at);
        if (buffer == null) {
            bytes = to;
            offset = at;
            end = at + payloadBytes;
            spliceAt = end;
            splice = NOTHING;
        }
    }

    /** Copies it without any framing. */
    public void copyTo(byte[] to, int at) {
        ByteBuf whole = buffer;
        if (whole == null) {
            copyPayload(to, at);
        } else {
            whole.getBytes(whole.readerIndex(), to, at, payloadBytes);
        }
    }

    /** How long it is as a line, its end included. */
    int lineBytes() {
        return framedBytes(Framing.LINE);
    }

    void release() {
        if (buffer != null) {
            buffer.release();
        }
    }

    private ByteBuf line() {
        return buffer().retainedDuplicate();
    }

    private byte[] text() {
        byte[] made = text;
        if (made == null) {
            byte[] line = PlainText.line(payload());
            made = Arrays.copyOf(line, line.length + LINE_END.length);
            System.arraycopy(LINE_END, 0, made, line.length, LINE_END.length);
            text = made;
        }
        return made;
    }

    private byte[] payload() {
        byte[] payload = new byte[payloadBytes];
        copyTo(payload, 0);
        return payload;
    }

    private ByteBuf buffer() {
        ByteBuf made = buffer;
        if (made == null) {
            int headerBytes = WebSocket.headerBytes(payloadBytes, false);
            made = allocator.directBuffer(headerBytes + payloadBytes + 1);
            int payloadEnd = copyPayload(made, copyHeader(made, 0));
            made.setByte(payloadEnd, '\n').setIndex(headerBytes, payloadEnd + 1);
            buffer = made;
            bytes = NOTHING;
        }
        return made;
    }

    private int copyHeader(ByteBuf to, int at) {
        byte[] header = new byte[WebSocket.headerBytes(payloadBytes, false)];
        WebSocket.writeHeader(header, 0, WebSocket.TEXT, payloadBytes);
        to.setBytes(at, header);
        return at + header.length;
    }

    private int copyPayload(ByteBuf to, int at) {
        if (splice.length == 0) {
            to.setBytes(at, bytes, offset, end - offset);
            return at + end - offset;
        }
        to.setBytes(at, bytes, offset, spliceAt - offset);
        int after = at + spliceAt - offset;
        to.setBytes(after, splice);
        to.setBytes(after + splice.length, bytes, spliceAt, end - spliceAt);
        return at + payloadBytes;
    }

    private void copyPayload(byte[] to, int at) {
        System.arraycopy(bytes, offset, to, at, spliceAt - offset);
        int after = at + spliceAt - offset;
        System.arraycopy(splice, 0, to, after, splice.length);
        System.arraycopy(bytes, spliceAt, to, after + splice.length, end - spliceAt);
    }
}
