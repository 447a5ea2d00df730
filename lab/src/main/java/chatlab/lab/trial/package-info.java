/**
 * One repetition of one trial, from deployment to verdict. Start reading at {@link chatlab.lab.trial.TrialRunner}. Talks to
 * the processes through their admin ports only.
 */
@NullMarked
package chatlab.lab.trial;

import org.jspecify.annotations.NullMarked;
