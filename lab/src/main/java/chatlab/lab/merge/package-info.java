/** What several processes of load clients measured, as one. Start reading at {@link chatlab.lab.merge.Merged}. */
@NullMarked
package chatlab.lab.merge;

import org.jspecify.annotations.NullMarked;
