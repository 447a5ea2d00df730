/** A run's folder as one file to hand on. */
@NullMarked
package chatlab.lab.capsule;

import org.jspecify.annotations.NullMarked;
