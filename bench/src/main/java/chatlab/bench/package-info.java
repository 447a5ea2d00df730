/** Start reading at {@link chatlab.bench.BenchMain}, then {@code scenario}, {@code measure}, {@code machine}. */
@NullMarked
package chatlab.bench;

import org.jspecify.annotations.NullMarked;
