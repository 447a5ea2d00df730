/** Measures load generators: the load clients beside the client in C. Start reading at {@link chatlab.bench.generator.GeneratorMeasurer}. */
@NullMarked
package chatlab.bench.generator;

import org.jspecify.annotations.NullMarked;
