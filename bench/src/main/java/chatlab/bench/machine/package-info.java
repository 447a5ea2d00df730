/** What the measurements need of the machine: compiled programs, cores, limits, processes that never outlive us. */
@NullMarked
package chatlab.bench.machine;

import org.jspecify.annotations.NullMarked;
