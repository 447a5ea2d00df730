/** What this process does to its own measurement. Start reading at {@link chatlab.generator.watch.SelfWatch}. */
@NullMarked
package chatlab.generator.watch;

import org.jspecify.annotations.NullMarked;
