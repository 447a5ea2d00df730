package chatlab.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An independent reader of stamps: a regular expression and the documented formula in whole numbers of any size. */
final class Stamps {
    private static final Pattern FORM =
            Pattern.compile("~CL1([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{16})([0-9a-f]{4})");
    private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);
    private static final BigInteger TWO_TO_32 = BigInteger.TWO.pow(32);
    private static final BigInteger A = new BigInteger("9e3779b97f4a7c15", 16);
    private static final BigInteger B = new BigInteger("c2b2ae3d27d4eb4f", 16);
    private static final BigInteger C = new BigInteger("165667b19e3779f9", 16);

    private Stamps() {}

    /** Every stamp in the text, leftmost first, not overlapping. */
    static List<MessageStamp> in(String text) {
        List<MessageStamp> found = new ArrayList<>();
        Matcher form = FORM.matcher(text);
        int at = 0;
        while (at <= text.length() && form.find(at)) {
            boolean right = new BigInteger(form.group(5), 16).equals(check(form));
            if (right) {
                found.add(new MessageStamp(
                        new BigInteger(form.group(1), 16).intValue(),
                        new BigInteger(form.group(2), 16).intValue(),
                        new BigInteger(form.group(3), 16).intValue(),
                        new BigInteger(form.group(4), 16).longValue()));
            }
            at = right ? form.end() : form.start() + 1;
        }
        return found;
    }

    private static BigInteger check(Matcher form) {
        BigInteger runAndSender =
                new BigInteger(form.group(1), 16).multiply(TWO_TO_32).add(new BigInteger(form.group(2), 16));
        BigInteger sum = runAndSender
                .multiply(A)
                .mod(TWO_TO_64)
                .xor(new BigInteger(form.group(3), 16).multiply(B).mod(TWO_TO_64))
                .xor(new BigInteger(form.group(4), 16).multiply(C).mod(TWO_TO_64));
        BigInteger check = BigInteger.ZERO;
        for (int word = 0; word < 4; word++) {
            check = check.xor(sum.shiftRight(16 * word).mod(BigInteger.valueOf(65536)));
        }
        return check;
    }
}
