package io.usersummary.web;

import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryWriter;
import io.vertx.core.buffer.Buffer;

/** How a user becomes a line of an export. */
enum LineFormat {
    /** One JSON object a line, as in {@code output_topic}. */
    NDJSON("application/x-ndjson", "users.ndjson", "") {
        @Override
        void append(Buffer lines, Summary user) {
            lines.appendBytes(SummaryWriter.json(user)).appendByte((byte) '\n');
        }
    },

    /** RFC 4180, and safe to open in a spreadsheet. */
    CSV("text/csv; charset=utf-8; header=present", "users.csv", "userId,firstSeen,lastSeen\r\n") {
        @Override
        void append(Buffer lines, Summary user) {
            lines.appendString(cell(user.userId()))
                    .appendString("," + user.firstSeen() + "," + user.lastSeen() + "\r\n");
        }
    };

    /**
     * A spreadsheet takes a cell that begins so for a formula, the wide forms included. The
     * apostrophe itself is among them so that removing the one in front always gives the id back.
     */
    private static final String DANGEROUS = "=+-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20";

    /** The semicolon and the tab separate cells in some countries' spreadsheets. */
    private static final String TO_BE_QUOTED = ",;\t\"\r\n";

    private final String type;
    private final String fileName;
    private final String head;

    LineFormat(String type, String fileName, String head) {
        this.type = type;
        this.fileName = fileName;
        this.head = head;
    }

    String type() {
        return type;
    }

    /** What a browser calls the file that it saves. */
    String fileName() {
        return fileName;
    }

    /** What comes before all lines. */
    String head() {
        return head;
    }

    abstract void append(Buffer lines, Summary user);

    /** A text as a cell that no spreadsheet computes: an apostrophe in front disarms a formula. */
    static String cell(String text) {
        String safe = !text.isEmpty() && DANGEROUS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> TO_BE_QUOTED.indexOf(c) >= 0);
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
