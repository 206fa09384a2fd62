package io.usersummary.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.MIMEHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one address of the API offers.
 *
 * @param methods those it answers besides HEAD and OPTIONS
 * @param parameters the query parameters that it knows
 * @param types what it can answer a GET with, the default first
 * @param needsTable whether it answers from the table, which must have been read back
 */
record Endpoint(
        Pattern path,
        List<HttpMethod> methods,
        List<String> parameters,
        List<String> types,
        boolean needsTable) {

    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";
    static final String EVENTS = "text/event-stream";

    private static final List<HttpMethod> GET = List.of(HttpMethod.GET);

    static final List<Endpoint> ALL =
            List.of(
                    new Endpoint(
                            Pattern.compile("/api/summaries"),
                            GET,
                            withFilters("order", "limit", "cursor", "format"),
                            List.of(JSON, NDJSON, CSV),
                            true),
                    new Endpoint(
                            Pattern.compile("/api/summaries/.+"),
                            List.of(HttpMethod.GET, HttpMethod.DELETE),
                            List.of(),
                            List.of(JSON),
                            true),
                    new Endpoint(
                            Pattern.compile("/api/histogram"),
                            GET,
                            withFilters("of", "bucket", "zone"),
                            List.of(JSON),
                            true),
                    new Endpoint(
                            Pattern.compile("/api/stats"), GET, List.of(), List.of(JSON), false),
                    new Endpoint(
                            Pattern.compile("/api/stream"),
                            GET,
                            List.of("userId"),
                            List.of(EVENTS),
                            false));

    private static List<String> withFilters(String... others) {
        return Stream.concat(Parameters.FILTERS.stream(), Stream.of(others)).toList();
    }

    static Optional<Endpoint> at(String path) {
        return ALL.stream().filter(endpoint -> endpoint.path.matcher(path).matches()).findFirst();
    }

    /** The value of the header {@code Allow}. */
    String allow() {
        List<String> all = new ArrayList<>(methods.stream().map(HttpMethod::name).toList());
        all.add(1, "HEAD");
        all.add("OPTIONS");
        return String.join(", ", all);
    }

    boolean allows(HttpMethod method) {
        return methods.contains(method) || method.equals(HttpMethod.HEAD);
    }

    /** What the client wants most of what there is; empty if it wants none of it. */
    Optional<String> preferred(List<MIMEHeader> accept) {
        if (accept.isEmpty()) {
            return types.stream().findFirst();
        }
        return accept.stream()
                .filter(wanted -> wanted.weight() > 0)
                .flatMap(wanted -> types.stream().filter(type -> matches(wanted, type)))
                .findFirst();
    }

    private static boolean matches(MIMEHeader wanted, String type) {
        String[] parts = type.split("/");
        return (wanted.component().equals("*") || wanted.component().equalsIgnoreCase(parts[0]))
                && (wanted.subComponent().equals("*")
                        || wanted.subComponent().equalsIgnoreCase(parts[1]));
    }
}
