/** Benchmarks of single pieces, run by JMH; the only package that knows classes of what is measured. */
@NullMarked
package chatlab.bench.pieces;

import org.jspecify.annotations.NullMarked;
