package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
    @ParameterizedTest
    @CsvSource({
        "0%, 100, 0",
        "0.0%, 100, 0",
        "7%, 100, 7",
        "0.07%, 10000, 7",
        "1%, 101, 2",
        "0.001%, 5, 1",
        "99.9%, 10, 10",
        "100%, 60000, 60000"
    })
    void aShareIsRoundedUpAndNeverByAnErrorOfFractions(String share, long all, long expected) {
        assertThat(Shares.of(share, all)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0%, 0", "12.5%, 0.125", "100%, 1", "100.0%, 1"})
    void aShareIsRead(String text, double expected) {
        assertThat(Shares.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "1", "-1%", "+1%", "1e1%", "100.01%", "1000%", ".5%", "1.%", "1 %", "NaN%"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shares.parse(text))
                .withMessage("a share from 0% to 100%, such as 1% or 0.5%");
        assertThatIllegalArgumentException().isThrownBy(() -> Shares.of(text, 10));
    }
}
