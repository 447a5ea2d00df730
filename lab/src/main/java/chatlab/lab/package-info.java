/** Start reading at {@link chatlab.lab.LabMain}. */
@NullMarked
package chatlab.lab;

import org.jspecify.annotations.NullMarked;
