/** One measurement: a server, a load, what came of it, and whether it can be believed. */
@NullMarked
package chatlab.bench.measure;

import org.jspecify.annotations.NullMarked;
