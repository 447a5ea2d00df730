/**
 * Experiment files: from YAML to a checked {@link chatlab.lab.experiment.Experiment}. Start reading at {@link
 * chatlab.lab.experiment.ExperimentFile}; what can be set is listed in {@link chatlab.lab.experiment.Parameter}.
 */
@NullMarked
package chatlab.lab.experiment;

import org.jspecify.annotations.NullMarked;
