package chatlab.lab.experiment;

import chatlab.process.Durations;
import chatlab.process.Sizes;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The kinds of values that parameters have, each as a test of a text. */
final class Values {
    private Values() {}

    /** Digits alone, both ends included. */
    static Predicate<String> wholeNumber(long min, long max) {
        return text -> text.matches("\\d{1,9}") && Long.parseLong(text) >= min && Long.parseLong(text) <= max;
    }

    /** With or without a fraction, both ends included. */
    static Predicate<String> number(double min, double max) {
        return text -> text.matches("\\d{1,9}(\\.\\d{1,9})?")
                && Double.parseDouble(text) >= min
                && Double.parseDouble(text) <= max;
    }

    /** One of these words. */
    static Predicate<String> oneOf(String... values) {
        return List.of(values)::contains;
    }

    /** A word and then what {@code rest} takes. */
    static Predicate<String> after(String prefix, Predicate<String> rest) {
        return text -> text.startsWith(prefix) && rest.test(text.substring(prefix.length()));
    }

    /** Both ends included. */
    static Predicate<String> duration(Duration min, Duration max) {
        return text -> {
            try {
                Duration value = Durations.parse(text);
                return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
        };
    }

    /** Two sizes with two dots between them, the first of them less than the second. */
    static Predicate<String> twoSizes(long min, long max) {
        return text -> {
            String[] ends = text.split("\\.\\.", -1);
            return ends.length == 2
                    && size(min, max).test(ends[0])
                    && size(min, max).test(ends[1])
                    && Sizes.parse(ends[0]) < Sizes.parse(ends[1]);
        };
    }

    /** Both ends included. */
    static Predicate<String> size(long min, long max) {
        return text -> {
            try {
                long bytes = Sizes.parse(text);
                return bytes >= min && bytes <= max;
            } catch (IllegalArgumentException e) {
                return false;
            }
        };
    }

    /** So many, or a share of those there are. */
    static Predicate<String> countOrShare(long min, long max) {
        return wholeNumber(min, max)
                .or(text -> text.matches((min == 0 ? "" : "(?!0(\\.0+)?%)") + "(100|[1-9]?[0-9](\\.[0-9]{1,9})?)%"));
    }
}
