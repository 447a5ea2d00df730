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
    public Server start(Settings settings, Children children, UnaryOperator<List<String>> around)
            throws IOException, RunFailedException {
        List<String> command =
                List.of(program.toString(), "0", String.valueOf(settings.pauseUs()), String.valueOf(settings.most()));
        return new YardstickServer(children, around.apply(command));
    }
}
