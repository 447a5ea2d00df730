package chatlab.lab.experiment;

import chatlab.process.SettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads what an experiment file varies: {@code matrix}, {@code zip} and {@code exclude}. */
final class MatrixReader {
    static final String MATRIX = "matrix";
    static final String ZIP = "zip";
    static final String EXCLUDE = "exclude";

    private static final List<String> PATHS =
            Arrays.stream(Parameter.values()).map(Parameter::path).toList();

    private final String file;
    private final Section root;

    /** @param file how errors call it */
    MatrixReader(String file, Section root) {
        this.file = file;
        this.root = root;
    }

    /**
     * @param strict whether what is excluded has to be there; what was said instead of the file may have taken it away
     * @throws SettingException if one of the three is wrong, or they do not fit each other
     */
    Matrix read(boolean strict) {
        Map<Parameter, List<String>> axes = new LinkedHashMap<>(lists(section(root, MATRIX)));
        Map<Parameter, List<String>> zipped = zipped(axes, strict);
        Parameter leader = zipped.isEmpty()
                ? Parameter.MEMBERS
                : zipped.keySet().iterator().next();
        if (!zipped.isEmpty()) {
            axes.put(leader, zipped.remove(leader));
        }
        axes.forEach((parameter, values) -> {
            if (new LinkedHashSet<>(values).size() < values.size()) {
                Section group = section(root, parameter == leader && !zipped.isEmpty() ? ZIP : MATRIX);
                throw new SettingException(Yaml.at(file, group.lineOf(parameter.path())) + ": '" + group.name() + "."
                        + parameter.path() + "' has a value twice: " + values + ".");
            }
        });
        Matrix whole = new Matrix(axes, zipped, leader, List.of());
        return new Matrix(axes, zipped, leader, excluded(whole, strict));
    }

    /** The group that says what is varied. */
    static Section section(Section root, String key) {
        return root.section(key, PATHS);
    }

    private static Map<Parameter, List<String>> lists(Section section) {
        Map<Parameter, List<String>> lists = new LinkedHashMap<>();
        section.entries().keySet().forEach(path -> {
            Parameter parameter = Parameter.ofPath(path);
            lists.put(parameter, section.list(path, parameter::require, parameter.expected()));
        });
        return lists;
    }

    private Map<Parameter, List<String>> zipped(Map<Parameter, List<String>> axes, boolean strict) {
        Section section = section(root, ZIP);
        Map<Parameter, List<String>> zipped = new LinkedHashMap<>(lists(section));
        if (zipped.isEmpty()) {
            return zipped;
        }
        Map.Entry<Parameter, List<String>> first = zipped.entrySet().iterator().next();
        if (zipped.size() == 1 && !strict) {
            axes.putAll(zipped); // something else was said instead of the others
            return new LinkedHashMap<>();
        }
        if (zipped.size() == 1) {
            throw new SettingException(
                    Yaml.at(file, section.lineOf(first.getKey().path())) + ": 'zip' has only '"
                            + first.getKey().path()
                            + "', but it is for parameters that vary together; one alone goes into 'matrix'.");
        }
        zipped.forEach((parameter, values) -> {
            String where = Yaml.at(file, section.lineOf(parameter.path())) + ": 'zip." + parameter.path() + "' ";
            if (axes.containsKey(parameter)) {
                throw new SettingException(where + "is also in 'matrix'; it has to be in one of the two.");
            }
            if (values.size() != first.getValue().size()) {
                throw new SettingException(where + "has " + values.size() + " values, but 'zip."
                        + first.getKey().path() + "' has " + first.getValue().size()
                        + "; they vary together, so they have to be as many.");
            }
        });
        return zipped;
    }

    private List<Map<Parameter, List<String>>> excluded(Matrix whole, boolean strict) {
        List<Map<Parameter, List<String>>> excluded = new ArrayList<>();
        for (Section exclusion : root.sections(EXCLUDE, PATHS)) {
            Map<Parameter, List<String>> values = new EnumMap<>(Parameter.class);
            exclusion.entries().keySet().forEach(path -> {
                Parameter parameter = Parameter.ofPath(path);
                List<String> left = exclusion.oneOrMore(path, parameter::require, parameter.expected());
                if (strict) {
                    left.forEach(value -> requireTried(whole, exclusion, parameter, value));
                }
                values.put(parameter, left);
            });
            excluded.add(values);
        }
        return excluded;
    }

    private void requireTried(Matrix whole, Section exclusion, Parameter parameter, String value) {
        List<String> tried = whole.values(parameter);
        if (!tried.contains(value)) {
            throw new SettingException(Yaml.at(file, exclusion.lineOf(parameter.path())) + ": 'exclude' leaves out "
                    + parameter.path() + " " + value + ", but "
                    + (tried.isEmpty()
                            ? "that is not varied."
                            : "the values tried are " + String.join(", ", tried) + "."));
        }
    }
}
