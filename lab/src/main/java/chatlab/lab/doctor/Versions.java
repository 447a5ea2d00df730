package chatlab.lab.doctor;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Versions as programs print them, such as {@code 26.1.5+dfsg1} or {@code v2.26.1-4}. */
final class Versions {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?");

    private Versions() {}

    /** Whether the first version that a text holds is this one or newer; false if it holds none. */
    static boolean isAtLeast(String text, int major, int minor, int patch) {
        int[] wanted = {major, minor, patch};
        return NUMBERS.matcher(text)
                .results()
                .findFirst()
                .map(found -> compare(found, wanted) >= 0)
                .orElse(false);
    }

    private static int compare(MatchResult found, int[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            String number = found.group(i + 1);
            int difference = Integer.compare(number == null ? 0 : Integer.parseInt(number), wanted[i]);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
