/** Histograms: written by event loops, merged by a reader. Start reading at {@link chatlab.clients.record.LoopRecorder}. */
@NullMarked
package chatlab.clients.record;

import org.jspecify.annotations.NullMarked;
