package io.usersummary.bench.report;

/** The frame and the words of a chart, readable on a light and on a dark screen. */
final class Svg {

    /** Number of different looks of a line. */
    static final int LINES = 3;

    private static final String STYLE =
            """
            <style>
              .paper { fill: #ffffff } .axis { stroke: #8a8f98; fill: none }
              text { font: 13px system-ui, sans-serif; fill: #1f2328 }
              .title { font-size: 16px; font-weight: 600 } .head { font-weight: 600 }
              .value { fill: #57606a } .bar { fill: #a8b1bd } .ours { fill: #1a6fd4 }
              path { stroke-width: 2; fill: none }
              .line0 { stroke: #8a8f98 } .point0 { fill: #8a8f98 }
              .line1 { stroke: #1a6fd4 } .point1 { fill: #1a6fd4 }
              .line2 { stroke: #0f8f7f; stroke-dasharray: 6 4 } .point2 { fill: #0f8f7f }
              @media (prefers-color-scheme: dark) {
                .paper { fill: #0d1117 } text { fill: #e6edf3 } .value { fill: #9da7b3 }
                .bar { fill: #4b5563 } .ours { fill: #58a6ff }
                .line1 { stroke: #58a6ff } .point1 { fill: #58a6ff }
                .line2 { stroke: #39c5b3 } .point2 { fill: #39c5b3 }
              }
            </style>
            """;

    private Svg() {}

    static String document(int width, int height, String title, String body) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
                        .formatted(width, height)
                + "<title>"
                + escape(title)
                + "</title>\n"
                + STYLE
                + "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height)
                + text(16, 30, "start", "title", title)
                + body
                + "</svg>\n";
    }

    static String text(int x, int y, String anchor, String style, String text) {
        return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
                .formatted(x, y, anchor, style, escape(text));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
