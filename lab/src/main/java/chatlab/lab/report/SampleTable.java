package chatlab.lab.report;

import chatlab.lab.report.Timeline.Instant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The scrapes of a process: a row each, the time first.
 *
 * @param names of the columns, the time's not among them
 * @param times in seconds
 * @param rows the values of each row, NaN where there is none
 */
record SampleTable(List<String> names, List<Double> times, List<List<Double>> rows) {
    /**
     * Reads a CSV file.
     *
     * @param origin the time that becomes 0
     * @throws IllegalArgumentException if it is no such table
     */
    static SampleTable read(Path file, double origin) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(file.toString());
        }
        List<String> names = List.of(lines.getFirst().split(",", -1));
        List<Double> times = new ArrayList<>();
        List<List<Double>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != names.size()) {
                throw new IllegalArgumentException(file.toString());
            }
            times.add(Double.parseDouble(cells[0]) - origin);
            List<Double> row = new ArrayList<>();
            for (int i = 1; i < cells.length; i++) {
                row.add(cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]));
            }
            rows.add(row);
        }
        return new SampleTable(names.subList(1, names.size()), times, rows);
    }

    /** A column as it stands; empty if there is none. */
    List<Instant> gauge(String name, double scale) {
        List<Instant> points = new ArrayList<>();
        int column = names.indexOf(name);
        for (int i = 0; column >= 0 && i < rows.size(); i++) {
            double value = rows.get(i).get(column);
            if (!Double.isNaN(value)) {
                points.add(new Instant(times.get(i), value * scale));
            }
        }
        return points;
    }

    /** By how much a counter grew per second, between each scrape and the one before. */
    List<Instant> rate(String name, double scale) {
        List<Instant> counts = gauge(name, scale);
        List<Instant> rates = new ArrayList<>();
        for (int i = 1; i < counts.size(); i++) {
            Instant before = counts.get(i - 1);
            Instant now = counts.get(i);
            if (now.seconds() > before.seconds()) {
                rates.add(new Instant(
                        (now.seconds() + before.seconds()) / 2,
                        Math.max(0, (now.value() - before.value()) / (now.seconds() - before.seconds()))));
            }
        }
        return rates;
    }
}
