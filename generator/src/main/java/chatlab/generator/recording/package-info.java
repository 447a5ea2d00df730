/** What generators record, and how it is kept. Start reading at {@link chatlab.generator.recording.HistogramLog}. */
@NullMarked
package chatlab.generator.recording;

import org.jspecify.annotations.NullMarked;
