package chatlab.lab.experiment;

import chatlab.process.SettingException;
import java.util.List;

/** Says what is wrong with an experiment file, and where that stands. */
record Faults(String file, Section root) {
    /** @param problem of the parameter's value, to follow "is" */
    SettingException wrong(Parameter parameter, String problem) {
        String unsaid = isWritten(parameter) ? "" : " (its default)";
        return new SettingException(
                Yaml.at(file, line(parameter)) + ": '" + parameter.path() + "'" + unsaid + " is " + problem);
    }

    /** @param problem of what stands under a key of the file itself, as a clause without the key */
    SettingException at(String key, String problem) {
        return new SettingException(Yaml.at(file, root.lineOf(key)) + ": '" + key + "' " + problem);
    }

    /** Where a parameter is varied, else where it is set, else where the members are, which it has to fit. */
    private int line(Parameter parameter) {
        Parameter culprit = isWritten(parameter) ? parameter : Parameter.MEMBERS;
        for (String key : List.of(MatrixReader.MATRIX, MatrixReader.ZIP)) {
            Section varied = MatrixReader.section(root, key);
            if (varied.entries().containsKey(culprit.path())) {
                return varied.lineOf(culprit.path());
            }
        }
        return ExperimentFile.groupSection(root, culprit.group()).lineOf(culprit.key());
    }

    private boolean isWritten(Parameter parameter) {
        return MatrixReader.section(root, MatrixReader.MATRIX).entries().containsKey(parameter.path())
                || MatrixReader.section(root, MatrixReader.ZIP).entries().containsKey(parameter.path())
                || ExperimentFile.groupSection(root, parameter.group())
                        .entries()
                        .containsKey(parameter.key());
    }
}
