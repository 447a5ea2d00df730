package chatlab.lab.run;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Overrides;
import chatlab.lab.experiment.ResolvedFile;
import chatlab.lab.result.WholeFiles;
import chatlab.process.SettingException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run is of, kept in its folder from its beginning on: all that has to be the same for it to be gone on with.
 *
 * @param format {@link #FORMAT}
 * @param id the run's: what an engine made for it is named after it, whatever its folder is called now
 * @param name the experiment's
 * @param source the experiment file's text
 * @param overrides what was said instead of it
 * @param resolved the file with every setting written out: what is run, whatever defaults a later version has
 * @param engine {@code docker} or {@code local}
 * @param facts the environment: digests of the images or programs, engine, host
 */
public record RunSpec(
        String format,
        String id,
        String name,
        String source,
        List<String> overrides,
        String resolved,
        String engine,
        Map<String, String> facts) {
    /** The fact that says which run this one repeats, by its id. */
    public static final String REPEATS = "repeats";

    /** The version of this format. */
    static final String FORMAT = "chatlab-spec/2";

    private static final String FILE = "run.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** Who watches the containers comes and goes, and a revision says less than the digests of what is run. */
    private static final Set<String> PASSING = Set.of("observer", "chatlab");

    public RunSpec {
        overrides = List.copyOf(overrides);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** That of a run which begins now. */
    static RunSpec of(String id, Experiment experiment, String engine, Map<String, String> facts) {
        Map<String, String> lasting = new LinkedHashMap<>(facts);
        lasting.keySet().removeAll(PASSING);
        return new RunSpec(
                FORMAT,
                id,
                experiment.name(),
                experiment.source(),
                experiment.overrides().texts(),
                ResolvedFile.of(experiment),
                engine,
                lasting);
    }

    /** The experiment, as it was when the run began. */
    public Experiment experiment() {
        return ExperimentFile.parse(name + ".yaml", resolved, Overrides.NONE)
                .writtenAs(source, new Overrides(overrides));
    }

    /** The lines of its settings that another's do not have; what either does not know yet is as it is by default. */
    public List<String> settingsUnlike(RunSpec other) {
        Set<String> theirs = other.settings();
        return settings().stream().filter(line -> !theirs.contains(line)).toList();
    }

    private Set<String> settings() {
        return ResolvedFile.of(experiment())
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#") && !line.endsWith(":"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What is no longer as it was when the run began, each as a clause. */
    List<String> differences(RunSpec now) {
        if (!engine.equals(now.engine)) {
            return List.of("it ran on the engine " + engine + ", and this is " + now.engine);
        }
        return facts.entrySet().stream()
                .filter(fact -> !Objects.equals(fact.getValue(), now.facts.get(fact.getKey())))
                .map(fact -> fact.getKey() + " was '" + fact.getValue() + "' and is '"
                        + now.facts.getOrDefault(fact.getKey(), "unknown") + "'")
                .toList();
    }

    /** Writes it in one step. */
    void write(Path folder) throws IOException {
        WholeFiles.write(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Reads that of a run's folder.
     *
     * @throws SettingException if there is none, or it is not one
     */
    public static RunSpec read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            JsonNode tree = JSON.readTree(Files.readString(file));
            String format = tree.path("format").asText("");
            if (!format.equals(FORMAT)) {
                throw new SettingException(
                        file + " has the format '" + format + "', but this version reads '" + FORMAT + "'.");
            }
            return JSON.treeToValue(tree, RunSpec.class);
        } catch (NoSuchFileException e) {
            throw new SettingException("There is no " + file + "; the folder has to be that of a run.");
        } catch (JsonProcessingException e) {
            throw new SettingException(file + " is not what a run has left: "
                    + e.getOriginalMessage().lines().findFirst().orElse("unreadable") + ".");
        } catch (IOException e) {
            throw new SettingException(file + " can't be read: " + e.getMessage() + ".");
        }
    }
}
