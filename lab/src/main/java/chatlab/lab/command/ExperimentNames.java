package chatlab.lab.command;

import chatlab.process.StopSignal;
import java.nio.file.Path;
import java.util.Iterator;

/** The names of the experiments that come with the checkout, for completion. Made by picocli, so without arguments. */
final class ExperimentNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        Path checkout = Path.of(System.getProperty(Context.CHECKOUT, ""));
        return new Context(checkout, "", new StopSignal())
                .experiments().stream().map(Context::name).iterator();
    }
}
