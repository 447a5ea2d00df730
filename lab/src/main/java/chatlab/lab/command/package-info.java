/** The lab's commands, one class each, as people type them. */
@NullMarked
package chatlab.lab.command;

import org.jspecify.annotations.NullMarked;
