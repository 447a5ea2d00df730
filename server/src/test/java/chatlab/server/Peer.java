package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** A client of the chat, over whichever transport: frames out, frames in. */
interface Peer extends AutoCloseable {
    /** The transports that there are. */
    enum Transport {
        LINES {
            @Override
            Peer connect(TestServer server) throws IOException {
                Client client = server.connect();
                return new Peer() {
                    @Override
                    public Peer say(String frame) throws IOException {
                        client.send(frame + "\n");
                        return this;
                    }

                    @Override
                    public String hear() throws IOException {
                        return client.line();
                    }

                    @Override
                    public void close() throws IOException {
                        client.close();
                    }
                };
            }
        },
        WEBSOCKET {
            @Override
            Peer connect(TestServer server) throws IOException {
                return over(WebSocketPeer.open(server.port(), "/ws"));
            }
        };

        /** One that has been upgraded. */
        static Peer over(WebSocketPeer peer) {
            return new Peer() {
                @Override
                public Peer say(String frame) throws IOException {
                    peer.say(frame);
                    return this;
                }

                @Override
                public String hear() throws IOException {
                    return peer.line();
                }

                @Override
                public void close() throws IOException {
                    peer.close();
                }
            };
        }

        /** One that has not said anything yet. */
        abstract Peer connect(TestServer server) throws IOException;

        /** One that has been welcomed by this name. */
        Peer connect(TestServer server, String clientId, String... rooms) throws IOException {
            Peer peer = connect(server);
            String list = rooms.length == 0 ? "" : ",\"rooms\":[\"" + String.join("\",\"", rooms) + "\"]";
            peer.say("{\"type\":\"hello\",\"clientId\":\"" + clientId + "\"" + list + "}");
            assertThat(peer.hear()).startsWith("{\"type\":\"welcome\",\"clientId\":\"" + clientId + "\"");
            return peer;
        }
    }

    /** Sends one frame. */
    Peer say(String frame) throws IOException;

    /** The next frame. */
    String hear() throws IOException;

    /** The next frames, in this order, are these. */
    default void expect(String... frames) throws IOException {
        for (String frame : frames) {
            assertThat(hear()).isEqualTo(frame);
        }
    }

    /** The next frame is an error of this code, and the connection lives. */
    default void expectError(String code) throws IOException {
        assertThat(hear())
                .startsWith("{\"type\":\"error\",\"code\":\"" + code + "\"")
                .endsWith(",\"fatal\":false}");
    }

    /**
     * Nothing has come that was not heard. The first ping may be answered before what other loops have handed over is worked
     * off, but not the second.
     */
    default void expectNothingMore() throws IOException {
        for (int t = 4711; t <= 4712; t++) {
            say("{\"type\":\"ping\",\"t\":" + t + "}");
            expect("{\"type\":\"pong\",\"t\":" + t + "}");
        }
    }

    /** Goes away before the test is over. */
    default void leave() throws IOException {
        close();
    }

    @Override
    void close() throws IOException;
}
