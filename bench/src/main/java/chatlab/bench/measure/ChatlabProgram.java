package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.process.AotCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One build of the chatlab server.
 *
 * @param jvmOptions a file of them
 * @param overrides settings that win over those of a scenario
 * @param aotCache whether an AOT cache ({@code server.aot}) beside its jar is used
 */
public record ChatlabProgram(
        String name, Path java, Path jar, Path jvmOptions, Map<String, String> overrides, boolean aotCache)
        implements ServerProgram {
    public ChatlabProgram {
        overrides = Map.copyOf(overrides);
    }

    /** One that uses the AOT cache that there may be. */
    public ChatlabProgram(String name, Path java, Path jar, Path jvmOptions, Map<String, String> overrides) {
        this(name, java, jar, jvmOptions, overrides, true);
    }

    /** Builds that are compared each use an AOT cache of their own, or none of them does. */
    public static List<ChatlabProgram> alike(List<ChatlabProgram> builds) {
        boolean all = AotCaches.besideAll(builds.stream().map(ChatlabProgram::jar));
        return builds.stream()
                .map(build ->
                        new ChatlabProgram(build.name, build.java, build.jar, build.jvmOptions, build.overrides, all))
                .toList();
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public boolean isUnderTest() {
        return true;
    }

    @Override
    public ChatlabServer start(Settings settings, Children children, UnaryOperator<List<String>> around)
            throws IOException, RunFailedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "@" + jvmOptions));
        command.addAll(aotCache ? AotCache.option(jar) : List.of());
        command.addAll(settings.jvmOptions());
        command.addAll(List.of("-jar", jar.toString()));
        Map<String, String> environment =
                new HashMap<>(Map.of("PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1", "EVENT_LOOPS", "1"));
        environment.putAll(settings.environment());
        environment.putAll(overrides);
        return new ChatlabServer(children, around.apply(command), environment);
    }
}
