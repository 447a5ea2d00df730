package chatlab.lab.selftest;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A chat server on the loopback interface that does with messages what its conduct says and knows exactly what that was: one
 * thread, JSON lines, one room. It is no faster than it has to be.
 */
final class KnownServer implements AutoCloseable {
    /** What a server does with messages. Always called on the server's one thread. */
    interface Conduct {
        /**
         * A message came.
         *
         * @param line with its line end
         * @param nowNs when it was read, on the clock of {@link System#nanoTime}
         */
        void message(byte[] line, long nowNs, List<Member> members);

        /**
         * All that had come has been read.
         *
         * @return when there is something to do at the latest, on the clock of {@link System#nanoTime}
         */
        long turn(List<Member> members);
    }

    /** Nothing to do until something comes. */
    static final long WHENEVER = Long.MAX_VALUE;

    private static final int READ_BYTES = 64 * 1024;
    private static final int LINE_BYTES = 32 * 1024;
    /** What may wait for all members together: load clients that read nothing must not fill this process's memory. */
    private static final int MOST_WAITING_BYTES = 64 * 1024 * 1024;

    private static final byte[] WELCOME = "{\"type\":\"welcome\"}\n".getBytes(StandardCharsets.US_ASCII);
    private static final String NOT_A_MESSAGE = "{\"type\":";

    /** A connection, a member from its hello on. */
    final class Member {
        private final SocketChannel channel;
        private final SelectionKey key;
        private byte[] line = new byte[256];
        private int lineLength;
        private byte[] waiting = new byte[1024];
        private int from;
        private int to;
        private int number = -1;

        private Member(SocketChannel channel, Selector selector) throws IOException {
            this.channel = channel;
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Which of the load clients it is, from 0. */
        int number() {
            return number;
        }

        /** Sends a line, with its end, at the end of this turn. */
        void send(byte[] whole) {
            waitingBytes += whole.length;
            if (waitingBytes > MOST_WAITING_BYTES) {
                throw new IllegalStateException("the load clients left more than " + MOST_WAITING_BYTES
                        + " bytes unread, as on a machine too slow for this");
            }
            if (to + whole.length > waiting.length) {
                byte[] roomier = to - from + whole.length > waiting.length / 2
                        ? new byte[2 * (to - from + whole.length)]
                        : waiting;
                System.arraycopy(waiting, from, roomier, 0, to - from);
                waiting = roomier;
                to -= from;
                from = 0;
            }
            System.arraycopy(whole, 0, waiting, to, whole.length);
            to += whole.length;
        }

        private void flush() throws IOException {
            if (from < to) {
                int written = channel.write(ByteBuffer.wrap(waiting, from, to - from));
                from += written;
                waitingBytes -= written;
            }
            if (from == to) {
                from = 0;
                to = 0;
            }
            int wanted = from < to ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    private final Conduct conduct;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final List<Member> connections = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private final Thread thread;
    private long waitingBytes;
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    KnownServer(Conduct conduct) {
        this.conduct = conduct;
        try {
            selector = Selector.open();
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UnusableException(
                    "The self-test can't listen on the loopback interface: " + e.getMessage() + ".", e);
        }
        thread = Thread.ofPlatform().daemon().name("known-server").start(this::serve);
    }

    /** Where load clients find it. */
    String target() {
        try {
            return "tcp://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        try {
            while (!closing) {
                long waitNs = conduct.turn(members) - System.nanoTime();
                for (int i = members.size() - 1; i >= 0; i--) { // from the end: one that is gone is taken out
                    flush(members.get(i));
                }
                select(waitNs);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            closeAll();
        }
    }

    /** A selector knows no less than a millisecond: what is due sooner is up to one late. */
    private void select(long waitNs) throws IOException {
        if (waitNs <= 0) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, Math.clamp(TimeUnit.NANOSECONDS.toMillis(waitNs), 1, 100));
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isReadable()) {
                read((Member) key.attachment());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connections.add(new Member(channel, selector));
        }
    }

    private void read(Member member) throws IOException {
        buffer.clear();
        int count;
        try {
            count = member.channel.read(buffer);
        } catch (IOException e) {
            count = -1; // a client that is killed resets its connections
        }
        if (count < 0) {
            leave(member);
            return;
        }
        long nowNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            byte next = buffer.get(i);
            if (member.lineLength == member.line.length) {
                if (member.lineLength >= LINE_BYTES) {
                    throw new IllegalStateException("a load client sent a line of more than " + LINE_BYTES + " bytes");
                }
                member.line = Arrays.copyOf(member.line, 2 * member.line.length);
            }
            member.line[member.lineLength++] = next;
            if (next == '\n') {
                line(member, Arrays.copyOf(member.line, member.lineLength), nowNs);
                member.lineLength = 0;
            }
        }
    }

    private void line(Member member, byte[] line, long nowNs) throws IOException {
        if (member.number < 0) {
            String hello = new String(line, StandardCharsets.US_ASCII);
            member.number = Integer.parseInt(hello.replaceAll("(?s).*\"clientId\":\"c([0-9]+)\".*", "$1"));
            members.add(member);
            member.send(WELCOME);
            flush(member);
        } else if (!new String(line, 0, Math.min(line.length, NOT_A_MESSAGE.length()), StandardCharsets.US_ASCII)
                .equals(NOT_A_MESSAGE)) {
            conduct.message(line, nowNs, members);
        }
    }

    private void flush(Member member) throws IOException {
        try {
            member.flush();
        } catch (IOException e) {
            leave(member); // it has ended in the meantime
        }
    }

    private void leave(Member member) throws IOException {
        members.remove(member);
        waitingBytes -= member.to - member.from;
        member.from = member.to;
        connections.remove(member);
        member.channel.close();
    }

    private void closeAll() {
        try {
            for (Member connection : connections) {
                connection.channel.close();
            }
            listener.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends it, and with it its conduct, which may be read from now on.
     *
     * @throws UnusableException if it had ended before, by a failure
     */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requireWell();
    }

    /** @throws UnusableException if it has ended by a failure */
    void requireWell() {
        Throwable why = failure;
        if (why != null) {
            throw new UnusableException("The self-test's server failed: " + why.getMessage() + ".", why);
        }
    }
}
