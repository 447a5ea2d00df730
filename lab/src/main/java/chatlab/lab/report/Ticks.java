package chatlab.lab.report;

import chatlab.lab.report.Plot.Tick;
import java.util.ArrayList;
import java.util.List;

/** Places for an axis' labels: 1, 2, 5 and their tenfolds. */
final class Ticks {
    private static final double[] STEPS = {1, 2, 5, 10};

    private Ticks() {}

    /** From 0 to the first step at or above {@code max}, four to six steps. */
    static List<Tick> linear(double max) {
        double top = max > 0 ? max : 1;
        double power = Math.pow(10, Math.floor(Math.log10(top / 5)));
        double step = 10 * power;
        for (double candidate : STEPS) {
            if (top / (candidate * power) <= 5.001) {
                step = candidate * power;
                break;
            }
        }
        int count = (int) Math.ceil(top / step - 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            double at = Math.round(i * step * 1e9) / 1e9;
            ticks.add(new Tick(at, Numbers.plain(at)));
        }
        return ticks;
    }

    /** Powers of ten around the range; with 2 and 5 between them if there are few. */
    static List<Tick> logarithmic(double min, double max) {
        int low = (int) Math.floor(Math.log10(min) + 1e-9);
        int high = Math.max(low + 1, (int) Math.ceil(Math.log10(max) - 1e-9));
        boolean dense = high - low <= 2;
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = low; exponent <= high; exponent++) {
            double decade = Math.pow(10, exponent);
            ticks.add(new Tick(decade, Numbers.plain(decade)));
            if (dense && exponent < high) {
                ticks.add(new Tick(2 * decade, Numbers.plain(2 * decade)));
                ticks.add(new Tick(5 * decade, Numbers.plain(5 * decade)));
            }
        }
        return ticks;
    }
}
