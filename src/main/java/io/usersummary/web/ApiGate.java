package io.usersummary.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stands in front of every address of the API and answers what is the same for all of them: what is
 * not there, not allowed, not acceptable, too long or unknown, and that the table is not read back.
 * What passes is answered by a resource or a stream.
 */
@ApplicationScoped
class ApiGate {

    private static final Logger LOG = Logger.getLogger(ApiGate.class);

    /** Room for the longest userId there can be, with every byte of it percent-encoded. */
    static final int LONGEST_URI = 100_000;

    private final RestoreProgress restore;
    private final Exports exports;
    private final LiveStream stream;
    private final UserStream userStream;

    ApiGate(RestoreProgress restore, Exports exports, LiveStream stream, UserStream userStream) {
        this.restore = restore;
        this.exports = exports;
        this.stream = stream;
        this.userStream = userStream;
    }

    void install(@Observes Router router) {
        // Behind the access guard, which is a filter, and before all resources.
        router.route("/api/*").order(-1).handler(this::check).failureHandler(ApiGate::failed);
    }

    private void check(RoutingContext context) {
        try {
            route(context);
        } catch (ProblemException e) {
            e.problem().send(context);
        }
    }

    private static void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            Watcher.cut(context.request());
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            new Problem(context.statusCode(), "The request is not well-formed.").send(context);
        } else {
            LOG.error("Could not answer " + context.request().path(), context.failure());
            new Problem(500, "The service could not answer; its log says why.").send(context);
        }
    }

    private void route(RoutingContext context) {
        if (context.request().uri().length() > LONGEST_URI) {
            throw new ProblemException(
                    new Problem(
                            414,
                            "The address is longer than %,d characters.".formatted(LONGEST_URI)));
        }
        Optional<Endpoint> found = Endpoint.at(context.normalizedPath());
        if (found.isEmpty()) {
            nothingHere(context);
            return;
        }
        Endpoint endpoint = found.get();
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).putHeader("Allow", endpoint.allow()).end();
            return;
        }
        if (!endpoint.allows(method)) {
            throw new ProblemException(
                    new Problem(405, "Here one can " + endpoint.allow() + ", not " + method + ".")
                            .header("Allow", endpoint.allow()));
        }
        Parameters parameters = Parameters.of(context);
        parameters.refuseUnknown(endpoint.parameters());
        if (endpoint.needsTable()) {
            restore.refuseUntilDone();
        }
        if (method.equals(HttpMethod.DELETE)) {
            context.next();
            return;
        }
        answer(context, endpoint, parameters);
    }

    private void answer(RoutingContext context, Endpoint endpoint, Parameters parameters) {
        Optional<String> format = parameters.format();
        String type =
                format.or(() -> endpoint.preferred(context.parsedHeaders().accept()))
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                new Problem(
                                                        406,
                                                        "This is answered as "
                                                                + String.join(
                                                                        " or ", endpoint.types())
                                                                + " only.")));
        if (format.isPresent()) {
            context.request().headers().set("Accept", type);
        }
        switch (type) {
            case Endpoint.EVENTS -> stream(context, parameters);
            case Endpoint.NDJSON, Endpoint.CSV -> exports.start(context, parameters, type);
            default -> context.next();
        }
    }

    private void stream(RoutingContext context, Parameters parameters) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            if (parameters.has("userId")) {
                userStream.refuseIfFull();
            } else {
                stream.refuseIfFull();
            }
            context.response().putHeader("Content-Type", Endpoint.EVENTS).end();
        } else if (parameters.has("userId")) {
            userStream.open(context, parameters.all("userId"));
        } else {
            stream.open(context);
        }
    }

    private static void nothingHere(RoutingContext context) {
        new Problem(404, "There is nothing here; /q/openapi lists what there is.").send(context);
    }
}
