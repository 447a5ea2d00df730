package chatlab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class RequestRatesTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

    @Test
    void eachAddressHasItsOwn() {
        RequestRates rates = new RequestRates(1);
        assertThat(rates.mayAsk(ONE)).isTrue();
        assertThat(rates.mayAsk(OTHER)).isTrue();
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            refused += rates.mayAsk(ONE) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(900);
    }

    /** What is remembered has a bound, so that whoever comes from ever new addresses can't fill the memory. */
    @Test
    void whoeverCameLongAgoBeginsAnew() {
        RequestRates rates = new RequestRates(1);
        assertThat(rates.mayAsk(ONE)).isTrue();
        for (int i = 0; i < 5_000; i++) {
            rates.mayAsk(InetAddress.ofLiteral("10.0." + i / 250 + '.' + i % 250));
        }
        assertThat(rates.mayAsk(ONE)).isTrue();
    }

    @Test
    void withoutALimitThereIsNone() {
        RequestRates rates = new RequestRates(0);
        for (int i = 0; i < 100; i++) {
            assertThat(rates.mayAsk(ONE)).isTrue();
        }
    }
}
