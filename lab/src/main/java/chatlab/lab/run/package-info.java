/**
 * A whole run of an experiment: order, progress, results folder, report. Start reading at {@link
 * chatlab.lab.run.ExperimentRun}.
 */
@NullMarked
package chatlab.lab.run;

import org.jspecify.annotations.NullMarked;
