package io.usersummary.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines from the origin over two linear axes: what grows linearly is seen as straight. */
public final class LineChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 590;
    private static final int TOP = 60;
    private static final int BOTTOM = 340;

    private final String title;
    private final String xTitle;
    private final List<Line> lines = new ArrayList<>();

    /** A measured point. */
    public record Point(double x, double y) {}

    private record Line(String label, List<Point> points) {}

    /** A chart whose title names what goes up, and whose axis what goes right. */
    public LineChart(String title, String xTitle) {
        this.title = title;
        this.xTitle = xTitle;
    }

    /** Adds a line; without points it is left out. */
    public LineChart line(String label, List<Point> points) {
        if (!points.isEmpty()) {
            lines.add(new Line(label, List.copyOf(points)));
        }
        return this;
    }

    public String svg() {
        double maxX = max(lines.stream().flatMap(l -> l.points().stream()).map(Point::x).toList());
        double maxY = max(lines.stream().flatMap(l -> l.points().stream()).map(Point::y).toList());
        StringBuilder body = new StringBuilder();
        body.append(
                "<path class=\"axis\" d=\"M%d %d V%d H%d\"/>\n"
                        .formatted(LEFT, TOP, BOTTOM, RIGHT));
        body.append(Svg.text(LEFT - 8, TOP + 5, "end", "value", number(maxY)));
        body.append(Svg.text(LEFT - 8, BOTTOM, "end", "value", "0"));
        body.append(Svg.text(RIGHT, BOTTOM + 20, "end", "value", number(maxX)));
        body.append(Svg.text((LEFT + RIGHT) / 2, BOTTOM + 40, "middle", "label", xTitle));
        for (int i = 0; i < lines.size(); i++) {
            body.append(draw(lines.get(i), i, maxX, maxY));
        }
        return Svg.document(WIDTH, HEIGHT, title, body.toString());
    }

    private static String draw(Line line, int number, double maxX, double maxY) {
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (Point point : line.points()) {
            double x = LEFT + point.x() / maxX * (RIGHT - LEFT);
            double y = BOTTOM - point.y() / maxY * (BOTTOM - TOP);
            path.append(format("%s%.1f %.1f", path.isEmpty() ? "M" : " L", x, y));
            dots.append(
                    format(
                            "<circle class=\"point%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n",
                            number % Svg.LINES, x, y));
        }
        int key = TOP + 22 * number;
        return format("<path class=\"line%d\" d=\"%s\"/>\n", number % Svg.LINES, path)
                + dots
                + format(
                        "<path class=\"line%d\" d=\"M%d %d h24\"/>\n",
                        number % Svg.LINES, RIGHT + 20, key)
                + Svg.text(RIGHT + 52, key + 5, "start", "label", line.label());
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(v -> v).max().orElse(1);
    }

    private static String number(double value) {
        return value >= 10 ? format("%.0f", value) : format("%.1f", value);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
