/**
 * Says what this machine offers the lab: {@link chatlab.lab.doctor.Doctor} runs the checks that {@link
 * chatlab.lab.doctor.Checkup} lists. A check judges facts that it is given and changes nothing.
 */
@NullMarked
package chatlab.lab.doctor;

import org.jspecify.annotations.NullMarked;
