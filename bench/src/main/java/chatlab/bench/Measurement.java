package chatlab.bench;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Machine;
import chatlab.bench.report.Outcome;
import chatlab.bench.report.Pairs;
import chatlab.bench.report.ResultJson;
import chatlab.bench.report.Table;
import chatlab.bench.scenario.Choice;
import chatlab.bench.scenario.Scenario;
import chatlab.process.ExitCode;
import chatlab.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures scenarios as the user chose, and prints what came of them, also when it is stopped in the middle. */
final class Measurement {
    /**
     * What contenders are measured with.
     *
     * @param progress takes a line about a point being measured
     */
    record Tools(
            BenchOptions options,
            CPrograms programs,
            Cores cores,
            Children children,
            StopSignal stop,
            Consumer<String> progress) {}

    /** Makes the contenders of a measurement: the yardstick, the build under test, then others. */
    interface Field<P> {
        List<Contender<P>> contenders(Tools tools) throws IOException;
    }

    private final Context context;
    private final BenchOptions options;

    Measurement(Context context, BenchOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * Lists or measures.
     *
     * @return the exit code
     */
    <P> int run(List<Scenario<P>> all, Field<P> field) throws IOException, InterruptedException {
        if (options.list()) {
            all.forEach(scenario ->
                    context.out().printf("%-3s  %-14s %s%n", scenario.id(), scenario.name(), scenario.title()));
            return ExitCode.OK.number();
        }
        String choice = options.scenarios();
        List<Scenario<P>> wanted = choice == null ? all : Choice.of(all, choice);
        int times = options.repetitions();
        Cores cores = options.cores();
        Machine machine = Machine.of(cores, context.ownNetwork());
        Outcome outcome = new Outcome();
        boolean stopped = false;
        try (Children children = new Children();
                CPrograms programs = CPrograms.compile()) {
            context.stop().onRaise(children::close);
            Tools tools = new Tools(
                    options,
                    programs,
                    cores,
                    children,
                    context.stop(),
                    line -> context.out().println("    " + line));
            List<Contender<P>> contenders = field.contenders(tools);
            Bench<P> bench = new Bench<>(
                    contenders.getFirst(),
                    contenders.subList(1, contenders.size()),
                    options.withYardstick(),
                    times,
                    line -> context.out().println(line));
            machine.lines().forEach(context.out()::println);
            for (Scenario<P> scenario : wanted) {
                bench.run(scenario, outcome);
            }
        } catch (InterruptedException | IOException e) {
            if (!context.stop().isRaised()) {
                throw e;
            }
            stopped = true;
        }
        conclude(outcome, machine, times, stopped);
        return (stopped ? ExitCode.INTERRUPTED : options.gate() && outcome.anyMissed() ? ExitCode.MISSED : ExitCode.OK)
                .number();
    }

    private void conclude(Outcome outcome, Machine machine, int times, boolean stopped) throws IOException {
        context.out().println();
        Table.lines(outcome.rows()).forEach(context.out()::println);
        section(
                "How many times as bad as the baseline: median of the repetitions' ratios, and its 95% interval:",
                Pairs.lines(outcome.pairs()));
        section("Failed by what is under test, and a miss of every goal made of it:", outcome.failures());
        section("Void, and in no figure:", outcome.voids());
        section("Disturbed, and in the figures because of --noisy:", outcome.disturbed());
        context.out().println();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("chatlab", context.revision());
        about.put("repetitions", String.valueOf(times));
        about.put("quick", options.quick() ? "yes: a look, not a measurement" : "no");
        about.put("disturbed points", options.noisy() ? "stand" : "are void");
        about.put("complete", stopped ? "no, it was stopped early" : "yes");
        about.putAll(machine.facts());
        about.forEach((name, value) -> context.out().println(name + ": " + value));
        Path json = options.json();
        if (json != null) {
            Files.writeString(json, ResultJson.of(about, outcome));
        }
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            context.out().println();
            context.out().println(title);
            lines.forEach(line -> context.out().println("  " + line));
        }
    }
}
