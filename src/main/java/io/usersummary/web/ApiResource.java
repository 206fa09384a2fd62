package io.usersummary.web;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.usersummary.query.Histogram;
import io.usersummary.query.Order;
import io.usersummary.query.Page;
import io.usersummary.state.Tombstones.OutcomeUnknownException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The table and the state of the service as JSON. What is asked for has passed {@link ApiGate}; the
 * description is {@code META-INF/openapi.yaml}.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class ApiResource {

    private static final Logger LOG = Logger.getLogger(ApiResource.class);
    private static final int LARGEST_LIMIT = 1_000;
    private static final int USUAL_LIMIT = 100;

    private final ServiceView view;
    private final RecentSummaries recent;
    private final StatsService stats;
    private final Walks walks;

    ApiResource(ServiceView view, RecentSummaries recent, StatsService stats, Walks walks) {
        this.view = view;
        this.recent = recent;
        this.stats = stats;
        this.walks = walks;
    }

    /** A page of users; without filter and order, those that changed most recently. */
    @GET
    @Path("summaries")
    public RestResponse<List<UserSummary>> summaries(@Context RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        int limit = parameters.limit(LARGEST_LIMIT).orElse(USUAL_LIMIT);
        Optional<Order> order = parameters.order();
        Optional<String> cursor = parameters.one("cursor");
        if (order.isEmpty() && !parameters.hasFilter()) {
            if (cursor.isPresent()) {
                throw ProblemException.badRequest(
                        "A cursor goes with the filter and order that it was made for: use the"
                                + " address in the Link header as it is.");
            }
            return RestResponse.ok(mostRecent(limit));
        }
        Page page =
                walks.run(
                        () ->
                                view.questions()
                                        .page(
                                                parameters.filter(),
                                                order.orElse(Order.NONE),
                                                limit,
                                                cursor.orElse(null)));
        var answer =
                RestResponse.ResponseBuilder.ok(
                        page.users().stream().map(UserSummary::of).toList());
        if (page.next() != null) {
            String next = context.request().path() + "?" + parameters.withCursor(page.next());
            answer.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return answer.build();
    }

    private List<UserSummary> mostRecent(int limit) {
        return recent.since(0, limit).stream()
                .map(user -> view.find(user.userId()))
                .flatMap(Optional::stream)
                .map(UserSummary::of)
                .toList();
    }

    /** One user. */
    @GET
    @Path("summaries/{userId: .+}")
    public UserSummary summary(String userId) {
        return view.find(userId).map(UserSummary::of).orElseThrow(() -> unknown(userId));
    }

    /** Has one user forgotten. */
    @DELETE
    @Path("summaries/{userId: .+}")
    public void forget(String userId) throws InterruptedException {
        if (view.find(userId).isEmpty()) {
            throw unknown(userId);
        }
        try {
            view.forget(userId);
        } catch (OutcomeUnknownException e) {
            LOG.warnf("Whether a user is forgotten is not known: %s", e.getMessage());
            throw new ProblemException(
                    new Problem(
                                    503,
                                    "Outcome unknown, ask again: the tombstone was not acknowledged"
                                            + " within ten seconds (%s).".formatted(e.getMessage()))
                            .retryAfter(5));
        }
    }

    private static ProblemException unknown(String userId) {
        return new ProblemException(
                new Problem(
                        404,
                        "No event of user \"%s\" has been seen."
                                .formatted(Nearest.shortened(userId))));
    }

    /** How many users were first or last seen in each bucket of the calendar. */
    @GET
    @Path("histogram")
    public UserHistogram histogram(@Context RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        boolean ofFirstSeen = parameters.ofFirstSeen();
        Histogram histogram =
                walks.run(
                        () ->
                                view.questions()
                                        .histogram(
                                                parameters.filter(),
                                                ofFirstSeen,
                                                parameters.bucket(),
                                                parameters.zone()));
        return new UserHistogram(
                ofFirstSeen ? "firstSeen" : "lastSeen",
                parameters.bucket().toString(),
                parameters.zone().getId(),
                histogram.counts());
    }

    /** Totals, rates, lag and state. */
    @GET
    @Path("stats")
    public Uni<Stats> stats() {
        return stats.current();
    }
}
