package io.usersummary.streams;

import io.usersummary.web.Problem;
import io.usersummary.web.ProblemException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Answers what this engine does not offer with 501 and the reason, rather than with a part of it.
 */
@ApplicationScoped
class NotOffered {

    static final String WHOLE_TABLE =
            "An instance of this engine has only a part of the table, and does not ask all others:"
                    + " single users are looked up, lists, exports and histograms are for the"
                    + " default engine, or whoever reads the output topic.";
    static final String FOLLOWING =
            "An instance of this engine reads only a part of the output topic, and so cannot follow"
                    + " any user: follow the topic itself.";
    static final String FORGETTING =
            "This engine follows tombstones and writes none: write a record with the userId as its"
                    + " key and no value to the output topic.";

    /** Ahead of the gate of the API, behind the access guard. */
    void install(@Observes Router router) {
        router.route("/api/*").order(-2).handler(NotOffered::check);
    }

    private static void check(RoutingContext context) {
        Optional<String> reason = reason(context);
        if (reason.isPresent()) {
            new Problem(501, reason.get()).send(context);
        } else {
            context.next();
        }
    }

    private static Optional<String> reason(RoutingContext context) {
        String path = context.normalizedPath();
        HttpMethod method = context.request().method();
        if (path.equals("/api/summaries") || path.equals("/api/histogram")) {
            return Optional.of(WHOLE_TABLE);
        }
        if (path.equals("/api/stream") && context.request().params().contains("userId")) {
            return Optional.of(FOLLOWING);
        }
        return path.startsWith("/api/summaries/") && method.equals(HttpMethod.DELETE)
                ? Optional.of(FORGETTING)
                : Optional.empty();
    }

    static ProblemException problem(String reason) {
        return new ProblemException(new Problem(501, reason));
    }
}
