package chatlab.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.NodeSpec.Role;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void theServerHasAsManyAsItsLimitCanUseAndTheLoadClientsTheRest() {
        assertThat(Cores.of(Role.SERVER, 0.25, 2)).hasToString("Optional[0]");
        assertThat(Cores.of(Role.LOAD_CLIENTS, 0.25, 2)).hasToString("Optional[1]");
        assertThat(Cores.of(Role.SERVER, 1.5, 8)).hasToString("Optional[0-1]");
        assertThat(Cores.of(Role.LOAD_CLIENTS, 1.5, 8)).hasToString("Optional[2-7]");
    }

    @Test
    void tooFewAreNotParted() {
        assertThat(Cores.of(Role.SERVER, 2, 2)).isEmpty();
        assertThat(Cores.of(Role.LOAD_CLIENTS, 2, 2)).isEmpty();
        assertThat(Cores.of(Role.SERVER, 0.5, 1)).isEmpty();
    }
}
