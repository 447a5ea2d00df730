package chatlab.bench;

import chatlab.bench.generator.CClient;
import chatlab.bench.generator.Generator;
import chatlab.bench.generator.GeneratorMeasurer;
import chatlab.bench.generator.Load;
import chatlab.bench.generator.LoadClients;
import chatlab.bench.measure.Retries;
import chatlab.bench.measure.YardstickProgram;
import chatlab.bench.scenario.GeneratorScenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatlab bench clients}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "clients",
        description = "Measure the load clients beside a client in C, at a yardstick server on a core of its own.",
        footer = {
            "",
            "docs/benchmarks.md says what is measured and how to read the table. How true their figures are, './chatlab",
            "selftest' shows.",
            "",
            "Exit codes: 0 measured, 2 usage, 3 with --gate: a goal was missed or is void, 5 this machine lacks",
            "something, 130 interrupted."
        })
final class ClientsCommand implements Callable<Integer> {
    private static final String USUAL_JAR = "load-clients/target/load-clients.jar";
    private static final String USUAL_OPTIONS = "load-clients/jvm.options";

    private final Context context;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--clients-jar",
            paramLabel = "JAR",
            description = "Measure this build; the checkout's own unless said.")
    private @Nullable Path jar;

    @Option(
            names = "--jvm-options",
            paramLabel = "FILE",
            description = "Of that build; load-clients/jvm.options unless said.")
    private @Nullable Path jvmOptions;

    @Option(
            names = "--baseline-clients-jar",
            paramLabel = "JAR",
            description = "Measure this build, too, in turn with the first; its libraries lie in lib beside it. AOT"
                    + " caches are used if both have one.")
    private @Nullable Path baselineJar;

    @Option(
            names = "--baseline-jvm-options",
            paramLabel = "FILE",
            description = "Of that one. Without --baseline-clients-jar: measure the first build with these, too.")
    private @Nullable Path baselineJvmOptions;

    ClientsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<LoadClients> builds = options.list() ? List.of() : builds();
        return new Measurement(context, options).run(GeneratorScenarios.all(), tools -> {
            GeneratorMeasurer measurer = new GeneratorMeasurer(
                    new YardstickProgram(tools.programs().yardstick()),
                    tools.cores(),
                    options.pace(),
                    options.noisy(),
                    tools.children(),
                    new Retries(options.noisy(), tools.stop(), tools.progress()));
            List<Generator> all =
                    new ArrayList<>(List.of(new CClient(tools.programs().client())));
            all.addAll(builds);
            return all.stream()
                    .map(generator -> new Contender<Load>(generator.name(), load -> measurer.measure(generator, load)))
                    .toList();
        });
    }

    private List<LoadClients> builds() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path file = context.file("--clients-jar", jar, USUAL_JAR);
        Path flags = context.file("--jvm-options", jvmOptions, USUAL_OPTIONS);
        List<LoadClients> all = new ArrayList<>();
        all.add(new LoadClients("chatlab", java, file, flags));
        if (baselineJar != null || baselineJvmOptions != null) {
            all.add(new LoadClients(
                    "baseline",
                    java,
                    baselineJar == null ? file : context.file("--baseline-clients-jar", baselineJar, ""),
                    baselineJvmOptions == null
                            ? flags
                            : context.file("--baseline-jvm-options", baselineJvmOptions, "")));
        }
        return LoadClients.alike(all);
    }
}
