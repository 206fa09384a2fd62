package io.usersummary.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars in groups, as SVG that follows the reader's light or dark scheme. */
public final class BarChart {

    private static final int LABEL_WIDTH = 150;
    private static final int BAR_WIDTH = 420;
    private static final int BAR_HEIGHT = 18;
    private static final int WIDTH = 760;

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String label, double value, String text, boolean ours) {}

    public BarChart(String title) {
        this.title = title;
    }

    /** Adds a heading between bars. */
    public BarChart group(String label) {
        rows.add(new Row(label, Double.NaN, "", false));
        return this;
    }

    /**
     * Adds a bar.
     *
     * @param text what stands behind the bar
     * @param ours true to highlight it
     */
    public BarChart bar(String label, double value, String text, boolean ours) {
        rows.add(new Row(label, value, text, ours));
        return this;
    }

    public String svg() {
        double largest = rows.stream().mapToDouble(Row::value).filter(v -> v > 0).max().orElse(1);
        StringBuilder body = new StringBuilder();
        int y = 56;
        for (Row row : rows) {
            y += Double.isNaN(row.value()) ? 10 : 0;
            body.append(Double.isNaN(row.value()) ? heading(row, y) : bar(row, y, largest));
            y += BAR_HEIGHT + 6;
        }
        return Svg.document(WIDTH, y + 10, title, body.toString());
    }

    private static String heading(Row row, int y) {
        return Svg.text(16, y + 14, "start", "head", row.label());
    }

    private static String bar(Row row, int y, double largest) {
        double width = Math.max(1, row.value() / largest * BAR_WIDTH);
        return Svg.text(LABEL_WIDTH, y + 14, "end", "label", row.label())
                + String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
                        row.ours() ? "ours" : "bar",
                        LABEL_WIDTH + 8,
                        y,
                        width,
                        BAR_HEIGHT)
                + Svg.text(LABEL_WIDTH + 16 + (int) width, y + 14, "start", "value", row.text());
    }
}
