/** What is measured and what it has to reach. */
@NullMarked
package chatlab.bench.scenario;

import org.jspecify.annotations.NullMarked;
