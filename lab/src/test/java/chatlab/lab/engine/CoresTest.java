package chatlab.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.NodeSpec.Role;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void theServerHasAsManyAsItsLimitCanUseAndTheLoadClientsTheRest() {
        assertThat(Cores.of(Role.SERVER, 0.25, 0, 2)).hasToString("Optional[0]");
        assertThat(Cores.of(Role.LOAD_CLIENTS, 0.25, 0, 2)).hasToString("Optional[1]");
        assertThat(Cores.of(Role.SERVER, 1.5, 0, 8)).hasToString("Optional[0-1]");
        assertThat(Cores.of(Role.LOAD_CLIENTS, 1.5, 0, 8)).hasToString("Optional[2-7]");
    }

    @Test
    void tooFewAreNotParted() {
        assertThat(Cores.of(Role.SERVER, 2, 0, 2)).isEmpty();
        assertThat(Cores.of(Role.LOAD_CLIENTS, 2, 1, 2)).isEmpty();
        assertThat(Cores.of(Role.SERVER, 0.5, 0, 1)).isEmpty();
    }

    @Test
    void whatServesBesideTheServersIsKeptWithThemAndLeavesTheLoadClientsOne() {
        assertThat(Cores.of(Role.HAPROXY, 0.4, 1.5, 8)).hasToString("Optional[0-1]");
        assertThat(Cores.of(Role.LOAD_CLIENTS, 0.4, 1.5, 8)).hasToString("Optional[2-7]");
        assertThat(Cores.of(Role.REDIS, 0.4, 1.5, 2)).hasToString("Optional[0]");
        assertThat(Cores.of(Role.LOAD_CLIENTS, 0.4, 1.5, 2)).hasToString("Optional[1]");
    }

    /** Three servers with 1.6 each and 0.2 beside them are five cores, and in binary a trace more. */
    @Test
    void limitsThatAddUpToWholeCoresTakeNoMore() {
        assertThat(Cores.of(Role.SERVER, 3 * 1.6, 0.2, 8)).hasToString("Optional[0-4]");
        assertThat(Cores.serving(3 * 1.6, 0.2, 6).isShort()).isFalse();
    }
}
