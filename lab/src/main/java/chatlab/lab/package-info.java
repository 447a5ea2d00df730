/** Start reading at {@link chatlab.lab.LabMain}, then {@code command.RunCommand}, {@code run}, {@code trial}. */
@NullMarked
package chatlab.lab;

import org.jspecify.annotations.NullMarked;
