package chatlab.lab.doctor;

import java.util.List;

/**
 * One line of what a check found.
 *
 * @param check what was looked at, in a word or two
 * @param finding a sentence or phrase for people
 * @param mend commands that mend it, or what to do where no command does, in their order; empty if there is nothing to mend
 */
public record Finding(String check, Level level, String finding, List<String> mend) {
    public Finding {
        mend = List.copyOf(mend);
    }

    static Finding ok(String check, String finding) {
        return new Finding(check, Level.OK, finding, List.of());
    }

    static Finding note(String check, String finding, String... mend) {
        return new Finding(check, Level.NOTE, finding, List.of(mend));
    }

    static Finding fail(String check, String finding, String... mend) {
        return new Finding(check, Level.FAIL, finding, List.of(mend));
    }
}
