/** Whether the load clients can be believed: what they measure of servers whose every delay and fault is known. */
@NullMarked
package chatlab.lab.selftest;

import org.jspecify.annotations.NullMarked;
