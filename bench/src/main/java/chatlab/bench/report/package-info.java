/** The table and the JSON file. */
@NullMarked
package chatlab.bench.report;

import org.jspecify.annotations.NullMarked;
