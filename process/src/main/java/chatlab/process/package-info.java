/**
 * What every program of ours has in common, whatever it does: its life from arguments to exit code ({@link
 * chatlab.process.Program}), settings from the environment ({@link chatlab.process.Settings}), what its control group
 * grants and measures ({@link chatlab.process.Cgroup}), metrics ({@link chatlab.process.ProcessMetrics}) and the internal
 * port that shows them ({@link chatlab.process.AdminPort}).
 */
@NullMarked
package chatlab.process;

import org.jspecify.annotations.NullMarked;
