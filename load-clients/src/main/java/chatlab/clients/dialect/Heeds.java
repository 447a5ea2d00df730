package chatlab.clients.dialect;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The beginnings of what a client has to heed among all that comes. */
public final class Heeds {
    private final byte[][] beginnings;

    Heeds(List<String> beginnings) {
        this.beginnings = beginnings.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Whether what is {@code bytes[from, to)}, or only begins there, begins like one of them as far as it goes. */
    public boolean mayBegin(byte[] bytes, int from, int to) {
        for (byte[] beginning : beginnings) {
            if (agree(beginning, bytes, from, Math.min(to - from, beginning.length))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code bytes[from, to)} begins with one of them. */
    public boolean begins(byte[] bytes, int from, int to) {
        for (byte[] beginning : beginnings) {
            if (to - from >= beginning.length && agree(beginning, bytes, from, beginning.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean agree(byte[] beginning, byte[] bytes, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != beginning[i]) {
                return false;
            }
        }
        return true;
    }
}
