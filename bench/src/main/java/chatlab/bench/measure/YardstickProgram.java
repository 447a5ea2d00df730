package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The yardstick, compiled. */
public record YardstickProgram(Path program) implements ServerProgram {
    @Override
    public String name() {
        return "yardstick";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public boolean isUnderTest() {
        return false;
    }

    @Override
    public YardstickServer start(Settings settings, Children children, UnaryOperator<List<String>> around)
            throws IOException, RunFailedException {
        return start(settings.pauseUs(), settings.most(), Manners.RAW, children, around);
    }

    /** Starts one for generators that expect to be welcomed. */
    public YardstickServer start(Manners manners, Children children, UnaryOperator<List<String>> around)
            throws IOException, RunFailedException {
        return start(0, Integer.MAX_VALUE, manners, children, around);
    }

    private YardstickServer start(
            int pauseUs, int most, Manners manners, Children children, UnaryOperator<List<String>> around)
            throws IOException, RunFailedException {
        List<String> command =
                List.of(program.toString(), "0", String.valueOf(pauseUs), String.valueOf(most), manners.word());
        return new YardstickServer(children, around.apply(command));
    }
}
