package io.usersummary.query;

import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryTable;
import io.usersummary.summary.SummaryVisitor;
import io.usersummary.summary.Walk;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Answers questions by walking over the table, stretch by stretch: events wait for no more than the
 * copy of one. Thread-safe; each call computes on the caller's thread, for some tenths of a second
 * over ten million users.
 */
public final class Questions {

    private final SummaryTable table;
    private final Cursors cursors = new Cursors();

    /** Asks this table. */
    public Questions(SummaryTable table) {
        this.table = table;
    }

    /** A stretch of a walk: some users, and the place to go on from, or -1 at the end. */
    public record Part(List<Summary> users, long next) {}

    /**
     * One page of users.
     *
     * @param limit how many at most
     * @param cursor the {@link Page#next} of the page before; null for the first page
     * @throws InvalidQueryException if the cursor is not of this question
     */
    public Page page(Filter filter, Order order, int limit, String cursor) {
        Position after = cursor == null ? null : cursors.read(cursor, filter, order);
        if (order != Order.NONE) {
            return inOrder(filter, order, limit, after);
        }
        List<Summary> users = new ArrayList<>();
        long place = after == null ? 0 : after.key();
        while (place >= 0 && users.size() < limit) {
            Part part = part(filter, place, limit - users.size());
            users.addAll(part.users());
            place = part.next();
        }
        String next = place < 0 ? null : cursors.write(Position.ofPlace(place), filter, order);
        return new Page(users, next);
    }

    private Page inOrder(Filter filter, Order order, int limit, Position after) {
        Top top = new Top(filter, order, limit + 1, after);
        walk(top);
        List<Summary> users = top.inOrder();
        if (users.size() <= limit) {
            return new Page(users, null);
        }
        Position last = Position.of(users.get(limit - 1), order);
        return new Page(users.subList(0, limit), cursors.write(last, filter, order));
    }

    /**
     * The users in one short stretch of the table, as it holds them; possibly none, and no more
     * than 64 KiB of them.
     *
     * @param place 0, or the {@link Part#next} of the stretch before
     * @param limit how many at most
     */
    public Part part(Filter filter, long place, int limit) {
        Filter.Matcher matcher = filter.matcher();
        List<Summary> users = new ArrayList<>();
        Walk walk = Walk.from(place);
        table.show(
                walk,
                (bytes, offset, length, first, last) -> {
                    if (matcher.matches(bytes, offset, length, first, last)) {
                        byte[] id = Arrays.copyOfRange(bytes, offset, offset + length);
                        users.add(new Summary(id, first, last));
                    }
                    return users.size() < limit;
                });
        return new Part(users, walk.isOver() ? -1 : walk.place());
    }

    /**
     * How many users were first, or last, seen in each bucket of the calendar.
     *
     * @param firstSeen true to go by firstSeen, false by lastSeen
     * @throws InvalidQueryException if there are more than {@value Histogram#MOST_BUCKETS} buckets
     */
    public Histogram histogram(Filter filter, boolean firstSeen, Bucket bucket, ZoneId zone) {
        Filter.Matcher matcher = filter.matcher();
        Histogram histogram = new Histogram(bucket, zone);
        walk(
                (bytes, offset, length, first, last) -> {
                    if (matcher.matches(bytes, offset, length, first, last)) {
                        histogram.add(firstSeen ? first : last);
                    }
                    return true;
                });
        return histogram;
    }

    private void walk(SummaryVisitor visitor) {
        Walk walk = Walk.inPartsOf(Integer.MAX_VALUE);
        while (!walk.isOver()) {
            table.show(walk, visitor);
        }
    }
}
