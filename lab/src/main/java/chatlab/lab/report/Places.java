package chatlab.lab.report;

import chatlab.lab.report.Plot.Tick;
import chatlab.lab.result.Axis;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of the x axis lie, between 0 and 1: to scale if they are numbers, by their logarithm if they span more
 * than a factor of 50; words each in the middle of an equal share. A label that would run into the one before it is left
 * out.
 */
final class Places {
    private static final double WIDE = 50;
    private static final double CLOSEST = 0.07;

    /** Of the axis' length, as narrow as a report on a phone makes it. */
    private static final double LETTER = 0.018;

    private Places() {}

    static List<Tick> of(Axis axis) {
        if (!Grid.isNumeric(axis)) {
            return words(axis.values());
        }
        List<Double> raw = axis.values().stream().map(AxisValues::number).toList();
        if (raw.size() < 2 || raw.getFirst().equals(raw.getLast())) {
            return List.of(new Tick(0.5, Numbers.axisValue(axis.values().getFirst())));
        }
        boolean wide = raw.getFirst() > 0 && raw.getLast() / raw.getFirst() > WIDE;
        List<Double> scaled = wide ? raw.stream().map(Math::log10).toList() : raw;
        double from = scaled.getFirst();
        double span = scaled.getLast() - from;
        List<Tick> ticks = new ArrayList<>();
        double labelled = -1;
        int letters = 0;
        for (int i = 0; i < scaled.size(); i++) {
            double at = (scaled.get(i) - from) / span;
            String label = Numbers.axisValue(axis.values().get(i));
            // Each label is centred on its place, and a letter's width lies between two of them.
            boolean room = at - labelled >= Math.max(CLOSEST, LETTER * ((letters + label.length()) / 2.0 + 1));
            ticks.add(new Tick(at, room ? label : ""));
            labelled = room ? at : labelled;
            letters = room ? label.length() : letters;
        }
        return ticks;
    }

    private static List<Tick> words(List<String> values) {
        List<Tick> ticks = new ArrayList<>();
        for (String value : values) {
            ticks.add(new Tick((ticks.size() + 0.5) / values.size(), value));
        }
        return ticks;
    }
}
