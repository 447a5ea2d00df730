/** Whether a run that was repeated came out as the first one lets expect. Start reading at {@link chatlab.lab.replay.Comparison}. */
@NullMarked
package chatlab.lab.replay;

import org.jspecify.annotations.NullMarked;
