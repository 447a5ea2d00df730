/** The result of a run as records and as JSON. Start reading at {@link chatlab.generator.summary.Summary}. */
@NullMarked
package chatlab.generator.summary;

import org.jspecify.annotations.NullMarked;
