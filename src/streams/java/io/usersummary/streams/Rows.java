package io.usersummary.streams;

import io.usersummary.json.Span;
import io.usersummary.json.UnreadableException;
import io.usersummary.summary.Seen;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryReader;
import io.usersummary.summary.SummaryWriter;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/** The rows of the table, which are the values of the output topic as they are. Not thread-safe. */
final class Rows {

    private final SummaryReader reader = new SummaryReader();

    /** A user's row. */
    static byte[] row(Bytes userId, Seen seen) {
        return SummaryWriter.json(new Summary(userId.get(), seen.first(), seen.last()));
    }

    /**
     * What a row says.
     *
     * @param row may be null
     * @return null without a row, and for one that is no summary of this user
     */
    Seen seen(Bytes userId, byte[] row) {
        if (row == null) {
            return null;
        }
        try {
            reader.read(row, 0, row.length);
        } catch (UnreadableException e) {
            return null;
        }
        return isOf(userId.get()) ? new Seen(reader.firstSeen(), reader.lastSeen()) : null;
    }

    private boolean isOf(byte[] userId) {
        Span found = reader.userId();
        return Arrays.equals(
                found.bytes(),
                found.offset(),
                found.offset() + found.length(),
                userId,
                0,
                userId.length);
    }
}
