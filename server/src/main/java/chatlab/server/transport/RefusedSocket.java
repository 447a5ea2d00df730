package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One that no loop watches: it is asked from time to time, together with all others. That takes half the system calls, and
 * one wake-up for many instead of three for each.
 */
final class RefusedSocket extends RefusedConnection {
    private static final Logger log = LoggerFactory.getLogger(RefusedSocket.class);
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CORK = 3; // linux/tcp.h

    private final Socket socket;

    RefusedSocket(Refusals refusals, Socket socket, EndReason why) {
        super(refusals, why);
        this.socket = socket;
    }

    @Override
    void poll() {
        try {
            ByteBuf buffer = refusals().buffer();
            ByteBuffer bytes = buffer.internalNioBuffer(0, buffer.capacity());
            int count = socket.read(bytes, bytes.position(), bytes.limit());
            if (count < 0) {
                close();
            } else if (count > 0) {
                take(buffer.setIndex(0, count));
            }
        } catch (IOException | NotYetConnectedException e) {
            close(); // the client has broken it off
        }
    }

    @Override
    void sendLast(byte[] answer) {
        try {
            // Answer and end leave in one packet, which saves the second one's way through the kernel.
            socket.setIntOpt(IPPROTO_TCP, TCP_CORK, 1);
            // A socket that nothing was sent to has room for it.
            ByteBuf buffer = refusals().buffer().clear().writeBytes(answer);
            ByteBuffer bytes = buffer.internalNioBuffer(0, answer.length);
            socket.write(bytes, bytes.position(), bytes.limit());
        } catch (IOException | NotYetConnectedException e) {
            close();
        }
    }

    @Override
    void shutOutput() {
        try {
            socket.shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) {
            close();
        }
    }

    @Override
    void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("the socket of a refused connection ended with a failure", e);
        }
    }
}
