package chatlab.clients.connection;

import chatlab.clients.dialect.Heeds;

/** Reads lines. Between two reads it keeps the beginning of a stamp or of a server frame. */
final class LineScanner extends Scanner {
    private final MessageReader messages;

    LineScanner(Heeds heeds, Sink sink) {
        messages = new MessageReader(heeds, sink);
    }

    @Override
    Scanner scan(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = LineFeeds.find(bytes, messages.peek(bytes, at, to), to);
            boolean whole = end < to;
            int again = messages.read(bytes, at, end, whole);
            if (!whole) {
                keep(bytes, again, to);
                return this;
            }
            at = end + 1;
        }
        return this;
    }
}
