package io.usersummary.web;

import io.usersummary.query.Bucket;
import io.usersummary.query.Filter;
import io.usersummary.query.Order;
import io.usersummary.query.TimeRange;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The query parameters of a request; what is wrong with one is a {@link ProblemException}. */
final class Parameters {

    static final List<String> FILTERS =
            List.of("firstSeenFrom", "firstSeenTo", "lastSeenFrom", "lastSeenTo", "prefix");

    private static final Map<String, String> FORMATS =
            new TreeMap<>(
                    Map.of("json", Endpoint.JSON, "ndjson", Endpoint.NDJSON, "csv", Endpoint.CSV));

    private final MultiMap given;

    private Parameters(MultiMap given) {
        this.given = given;
    }

    static Parameters of(RoutingContext context) {
        try {
            return new Parameters(context.queryParams());
        } catch (RuntimeException e) {
            throw ProblemException.badRequest(
                    "The query is not well-formed: a percent sign is written %%25.");
        }
    }

    /** Refuses what an endpoint does not know, naming what was probably meant. */
    void refuseUnknown(List<String> known) {
        for (String name : given.names()) {
            if (known.isEmpty()) {
                throw ProblemException.badRequest(
                        "There is no parameter \"%s\" here, nor any other.",
                        Nearest.shortened(name));
            }
            if (!known.contains(name)) {
                throw ProblemException.badRequest(
                        "There is no parameter \"%s\"; did you mean \"%s\"? There are %s.",
                        Nearest.shortened(name), Nearest.to(name, known), String.join(", ", known));
            }
        }
    }

    /** The one value of a parameter; empty if it was not given. */
    Optional<String> one(String name) {
        List<String> values = given.getAll(name);
        if (values.size() > 1) {
            throw ProblemException.badRequest("%s was given %d times.", name, values.size());
        }
        return values.stream().findFirst();
    }

    List<String> all(String name) {
        return given.getAll(name);
    }

    boolean has(String name) {
        return given.contains(name);
    }

    boolean hasFilter() {
        return FILTERS.stream().anyMatch(given::contains);
    }

    Filter filter() {
        return new Filter(
                range("firstSeenFrom", "firstSeenTo"),
                range("lastSeenFrom", "lastSeenTo"),
                one("prefix").orElse(""));
    }

    private TimeRange range(String from, String to) {
        TimeRange range = TimeRange.ALL;
        if (has(from)) {
            range = range.from(seconds(from));
        }
        return has(to) ? range.to(seconds(to)) : range;
    }

    /** Epoch seconds; a fraction is rounded up, which is right for either end of a range. */
    private long seconds(String name) {
        String text = one(name).orElseThrow();
        if (text.matches("-?[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        try {
            // A plus sign that was not encoded has become a space.
            OffsetDateTime time = OffsetDateTime.parse(text.replaceFirst(" (?=..:..$)", "+"));
            return time.toEpochSecond() + (time.getNano() > 0 ? 1 : 0);
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    "%s must be epoch seconds or a time as in RFC 3339, such as 1534382478 or"
                            + " 2018-08-16T01:21:18Z; it was \"%s\".",
                    name, Nearest.shortened(text));
        }
    }

    Optional<Order> order() {
        return choice("order", Order.values(), Order::of);
    }

    /** The type that a link asks for, as a link can set no header. */
    Optional<String> format() {
        return choice("format", FORMATS.keySet().toArray(String[]::new), Optional::of)
                .map(FORMATS::get);
    }

    Bucket bucket() {
        return choice("bucket", Bucket.values(), Bucket::of).orElse(Bucket.DAY);
    }

    /** Whether a histogram goes by firstSeen, and not by lastSeen. */
    boolean ofFirstSeen() {
        return choice("of", new String[] {"firstSeen", "lastSeen"}, Optional::of)
                .orElse("firstSeen")
                .equals("firstSeen");
    }

    private <T> Optional<T> choice(String name, T[] all, Function<String, Optional<T>> parser) {
        return one(name)
                .map(
                        text ->
                                parser.apply(text)
                                        .filter(Arrays.asList(all)::contains)
                                        .orElseThrow(() -> notOneOf(name, text, all)));
    }

    private static ProblemException notOneOf(String name, String text, Object[] all) {
        return ProblemException.badRequest(
                "%s must be one of %s; it was \"%s\".",
                name,
                Arrays.stream(all).map(Object::toString).collect(Collectors.joining(", ")),
                Nearest.shortened(text));
    }

    ZoneId zone() {
        String name = one("zone").orElse("UTC").replaceFirst("^ ", "+");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    "zone must be a time zone such as Europe/Paris, UTC or +05:30; it was \"%s\".",
                    Nearest.shortened(name));
        }
    }

    /** A limit from 1 to a most. */
    Optional<Integer> limit(int most) {
        return one("limit").map(text -> limit(text, most));
    }

    private static int limit(String text, int most) {
        if (text.matches("[0-9]{1,6}")) {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= most) {
                return value;
            }
        }
        throw ProblemException.badRequest(
                "limit must be a whole number from 1 to %d, it was \"%s\".",
                most, Nearest.shortened(text));
    }

    /** The same query with another cursor. */
    String withCursor(String cursor) {
        return given.entries().stream()
                        .filter(entry -> !entry.getKey().equals("cursor"))
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()) + "&")
                        .collect(Collectors.joining())
                + "cursor="
                + cursor;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
