package chatlab.bench;

import chatlab.process.SettingException;

/** Numbers that the user gives. */
final class Bounds {
    private Bounds() {}

    /** @throws SettingException if it is less than {@code least} or more than {@code most} */
    static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new SettingException(option + " is " + value + ", but has to be " + least + " to " + most + ".");
        }
    }
}
