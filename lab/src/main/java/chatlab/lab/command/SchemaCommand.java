package chatlab.lab.command;

import chatlab.lab.experiment.JsonSchema;
import chatlab.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code chatlab schema}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "schema",
        description = {
            "Print the JSON Schema of experiment files, for editors.",
            "",
            "The experiments that come with chatlab name it in their first line, which editors with",
            "a YAML language server understand; it lies beside them."
        })
final class SchemaCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(JsonSchema.text());
        return ExitCode.OK.number();
    }
}
