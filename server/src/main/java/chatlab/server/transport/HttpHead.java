package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a request's head until it is whole, or longer than it may be. Until then it is held as the bytes that came, and not
 * as objects, which would take many times as much. Confined to its loop.
 */
final class HttpHead {
    /** How many headers a request may have. */
    static final int MAX_HEADERS = 100;

    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADERS_BYTES = 8192;
    private static final int LINE_END_BYTES = 2;
    private static final int FIRST_CAPACITY = 512;

    /** Where the first line, all headers and the empty line end at the latest. */
    private static final int MAX_BYTES = MAX_LINE_BYTES + MAX_HEADERS_BYTES + (1 + MAX_HEADERS + 1) * LINE_END_BYTES;

    private static final HttpDecoderConfig BOUNDS =
            new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADERS_BYTES);

    private byte[] head = new byte[FIRST_CAPACITY];
    private int length;
    private int lines;
    private int lineStart;
    private boolean complete;

    /** Takes what belongs to the head, and leaves the rest in {@code in}. Answers whether it can be read. */
    boolean take(ByteBuf in) {
        while (!complete && in.isReadable()) {
            add(in.readByte());
        }
        return complete;
    }

    /** How much memory it holds. */
    int heldBytes() {
        return head.length;
    }

    private void add(byte next) {
        if (length == head.length) {
            head = Arrays.copyOf(head, Math.min(2 * length, MAX_BYTES));
        }
        head[length++] = next;
        if (next == '\n') {
            int lineBytes = length - lineStart - 1;
            boolean empty = lineBytes == 0 || (lineBytes == 1 && head[lineStart] == '\r');
            complete = empty || ++lines > 1 + MAX_HEADERS;
            lineStart = length;
        } else if (lines == 0 && length > MAX_LINE_BYTES + 1) {
            complete = true;
        }
        complete |= length == MAX_BYTES;
    }

    /** Reads what is there, and hands it on; null if it has more headers than it may. */
    <T> T read(Function<@Nullable HttpRequest, T> reader) {
        EmbeddedChannel decoder = new EmbeddedChannel(new HttpRequestDecoder(BOUNDS));
        try {
            decoder.writeInbound(Unpooled.wrappedBuffer(head, 0, length));
            Object request = decoder.readInbound();
            try {
                // A head that is not whole although it is as long as it may be has too many headers.
                return reader.apply(request instanceof HttpRequest whole ? whole : null);
            } finally {
                ReferenceCountUtil.release(request);
            }
        } finally {
            decoder.finishAndReleaseAll();
        }
    }
}
