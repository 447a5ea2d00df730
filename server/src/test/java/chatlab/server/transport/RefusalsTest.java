package chatlab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that there is no room for, on real sockets that no loop watches. */
class RefusalsTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final Traffic traffic = new Traffic(bytes -> {}, ns -> {});
    private final Admission admission = new Admission(0, 0);
    private final BlockingQueue<DuplexChannel> accepted = new LinkedBlockingQueue<>();

    /** By the first round everybody has been silent for too long; ends are awaited for longer than a test takes. */
    private final Refusals refusals = new Refusals(loop, admission, traffic, 0, TimeUnit.HOURS.toNanos(1));

    /** Here silence is no end. */
    private final Refusals patient =
            new Refusals(loop, admission, traffic, TimeUnit.HOURS.toNanos(1), TimeUnit.HOURS.toNanos(1));

    private final Socket client;
    private final DuplexChannel channel;

    RefusalsTest() throws Exception {
        assumeTrue(Epoll.isAvailable());
        EpollServerSocketChannel listening = new EpollServerSocketChannel();
        listening.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object child) {
                accepted.add((DuplexChannel) child);
            }
        });
        loop.register(listening).sync();
        listening
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync();
        client = new Socket(
                InetAddress.getLoopbackAddress(), listening.localAddress().getPort());
        channel = accepted.take();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        loop.submit(refusals::closeAll).get();
        loop.submit(patient::closeAll).get();
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void whoIsSilentForTooLongIsTold() throws Exception {
        loop.submit(() -> refuse()).get();
        assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        assertThat(loop.submit(traffic::writes).get()).isOne();
    }

    @Test
    void whoHangsUpInTheRoundInWhichItsTimeIsOverIsNotWrittenToAnyMore() throws Exception {
        loop.submit(() -> {
                    refuse();
                    client.close();
                    return null;
                })
                .get();
        await().until(() -> traffic.closed(EndReason.FULL) == 1);
        assertThat(loop.submit(traffic::writes).get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"hello\",\"clientId\":\"bob\"}\n",
                "GET / HTTP/1.1\r\nHost: chat\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: chat\r\n\r\n"
            })
    void whoAwaitsTheAnswerIsDoneWithOnceItIsTold(String request) throws Exception {
        say(request);
        assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        await().until(() -> traffic.closed(EndReason.FULL) == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"hello\",\"clientId\":\"bob\"}",
                "{\"type\":\"hello\",\"clientId\":\"bob\"}\n{}\n",
                "{\"clientId\":\"bob\",\"Message\":\"hi\"}\n",
                "GET / HTTP/1.1\r\nHost: chat\r\n",
                "GET /ws HTTP/1.1\r\nHost: chat\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n",
                "hello\n"
            })
    void whoMaySendMoreIsAwaited(String beginning) throws Exception {
        say(beginning);
        assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        client.getOutputStream().write("more".getBytes(StandardCharsets.US_ASCII));
        // Had it been closed, the first would have brought a reset, and the second would fail.
        client.getOutputStream().write("and more".getBytes(StandardCharsets.US_ASCII));
        assertThat(loop.submit(() -> patient.count(EndReason.FULL)).get()).isOne();
        client.shutdownOutput();
        await().until(() -> traffic.closed(EndReason.FULL) == 1);
    }

    private void say(String beginning) throws Exception {
        loop.submit(() -> {
                    admission.enterRefused();
                    patient.add(channel, EndReason.FULL, 1);
                })
                .get();
        client.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    }

    private void refuse() {
        admission.enterRefused();
        refusals.add(channel, EndReason.FULL, 1);
    }
}
