package io.usersummary.web;

import io.usersummary.query.Filter;
import io.usersummary.query.InvalidQueryException;
import io.usersummary.query.Order;
import io.usersummary.query.Questions;
import io.usersummary.summary.Summary;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts exports: all users that match, as lines. */
@ApplicationScoped
class Exports {

    static final int MOST_EXPORTS = 4;
    static final int LARGEST_LIMIT = 100_000;

    private final Vertx vertx;
    private final ServiceView view;
    private final AtomicInteger running = new AtomicInteger();

    Exports(Vertx vertx, ServiceView view) {
        this.vertx = vertx;
        this.view = view;
    }

    /** How many there are now. */
    int running() {
        return running.get();
    }

    /**
     * Begins to answer with an export.
     *
     * @throws ProblemException if it is not begun
     */
    void start(RoutingContext context, Parameters parameters, String type) {
        if (parameters.has("cursor")) {
            throw ProblemException.badRequest(
                    "An export has no pages, and so no cursor; ask for %s to have pages.",
                    Endpoint.JSON);
        }
        Filter filter = parameters.filter();
        Order order = parameters.order().orElse(Order.NONE);
        Optional<Integer> limit = parameters.limit(LARGEST_LIMIT);
        if (order != Order.NONE && limit.isEmpty()) {
            throw ProblemException.badRequest(
                    "order=%s in an export needs a limit, up to %d; without an order it is"
                            + " complete.",
                    order, LARGEST_LIMIT);
        }
        if (context.request().version() == HttpVersion.HTTP_1_0) {
            throw new ProblemException(
                    new Problem(
                            505,
                            "An export needs HTTP/1.1 or later: before that a client cannot tell a"
                                    + " cut answer from a whole one."));
        }
        LineFormat format = type.equals(Endpoint.CSV) ? LineFormat.CSV : LineFormat.NDJSON;
        HttpServerResponse response = context.response().putHeader("Content-Type", format.type());
        if (parameters.has("format")) {
            response.putHeader("Content-Disposition", "attachment; filename=" + format.fileName());
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        if (running.incrementAndGet() > MOST_EXPORTS) {
            running.decrementAndGet();
            throw new ProblemException(
                    new Problem(
                                    503,
                                    "Already %d exports are running; try again later."
                                            .formatted(MOST_EXPORTS))
                            .retryAfter(10));
        }
        Export.Source source =
                order == Order.NONE
                        ? new Walk(view.questions(), filter, limit.orElse(Integer.MAX_VALUE))
                        : new InOrder(view.questions(), filter, order, limit.orElseThrow());
        new Export(vertx, context, format, source, running::decrementAndGet).begin();
    }

    /** All of the table, piece by piece, as it holds them. */
    private static final class Walk implements Export.Source {
        private final Questions questions;
        private final Filter filter;
        private int left;
        private long place;

        Walk(Questions questions, Filter filter, int limit) {
            this.questions = questions;
            this.filter = filter;
            this.left = limit;
        }

        @Override
        public List<Summary> next() {
            if (place < 0 || left == 0) {
                return null;
            }
            Questions.Part part = questions.part(filter, place, left);
            place = part.next();
            left -= part.users().size();
            return part.users();
        }
    }

    /** The first ones of an order, found by one walk when they are first asked for. */
    private static final class InOrder implements Export.Source {
        private final Questions questions;
        private final Filter filter;
        private final Order order;
        private final int limit;
        private Iterator<Summary> found;

        InOrder(Questions questions, Filter filter, Order order, int limit) {
            this.questions = questions;
            this.filter = filter;
            this.order = order;
            this.limit = limit;
        }

        /**
         * @throws InvalidQueryException if that would keep too much in memory
         */
        @Override
        public List<Summary> next() {
            if (found == null) {
                found = questions.page(filter, order, limit, null).users().iterator();
            }
            return found.hasNext() ? List.of(found.next()) : null;
        }
    }
}
