package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://localhost:8080, TCP, localhost, 8080, ''",
        "tcp://[::1]:1, TCP, [::1], 1, ''",
        "ws://server:65535/ws, WEBSOCKET, server, 65535, /ws",
        "ws://server:80, WEBSOCKET, server, 80, ''",
        "ws://server:80/chat/rust, WEBSOCKET, server, 80, /chat/rust",
        "ws://[2001:db8::1]:80/ws, WEBSOCKET, [2001:db8::1], 80, /ws"
    })
    void transportHostPortAndPathAreRead(String text, Transport transport, String host, int port, String path) {
        assertThat(Target.parse(text))
                .isEqualTo(new Target(transport, host, port, path))
                .hasToString(text);
        assertThat(Target.parse(text).authority()).isEqualTo(host + ":" + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "tcp://localhost",
                "tcp://localhost:80/ws",
                "tcp://::1:80",
                "ws://localhost/ws",
                "ws://localhost:80/ws?room=rust",
                "ws://localhost:80/ws#rust",
                "ws://me@localhost:80/ws",
                "ws://::1:80/ws",
                "ws://localhost:0/ws",
                "ws://localhost:65536/ws",
                "WS://localhost:80/ws",
                "wss://localhost:443/ws"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Target.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
