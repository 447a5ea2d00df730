/** The result of a run as records and as JSON. Start reading at {@link chatlab.clients.summary.Summary}. */
@NullMarked
package chatlab.clients.summary;

import org.jspecify.annotations.NullMarked;
