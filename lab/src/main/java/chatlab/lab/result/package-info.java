/**
 * What a run found out, and its files: {@link chatlab.lab.result.RunResult} is the whole of it, {@link
 * chatlab.lab.result.ResultFiles} reads and writes it. Knows nothing of how an
 * experiment is run, so that an old result can always be read and rendered again.
 */
@NullMarked
package chatlab.lab.result;

import org.jspecify.annotations.NullMarked;
