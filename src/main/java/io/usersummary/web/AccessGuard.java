package io.usersummary.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Decides who may see users' data. It stands in front of every path outside {@code /q/}: health,
 * metrics and the API's description show nothing of a user and stay open, though perhaps on a port
 * of their own. Every answer gets the same security headers.
 */
@ApplicationScoped
class AccessGuard {

    private static final Logger LOG = Logger.getLogger(AccessGuard.class);
    private static final int FILTER_PRIORITY = 100;
    private static final long PENALTY_MS = 1_000;
    private static final int MOST_PENALTIES = 100;

    private static final String CLOSED =
            "The dashboard answers only clients on this machine; set dashboard.username and"
                    + " dashboard.password to ask for credentials, or dashboard.public=true where"
                    + " something in front protects it.";

    private static final String OTHER_NAME =
            "This service does not answer under that name; dashboard.allowed-hosts lists those it"
                    + " does.";
    private static final String OTHER_PORT =
            "Health and metrics answer on one port and everything else on the others:"
                    + " dashboard.operations-port.";

    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String READ_ONLY =
            "dashboard.public=true lets everybody look, and nobody but clients on this machine"
                    + " change anything; set dashboard.username and dashboard.password in its place"
                    + " to let those who know them.";

    private final DashboardSettings settings;
    private final Credentials credentials;
    private final AtomicInteger penalties = new AtomicInteger();

    AccessGuard(DashboardSettings settings) {
        this.settings = settings;
        this.credentials = Credentials.of(settings);
    }

    void install(@Observes Filters filters) {
        settings.validate();
        filters.register(this::check, FILTER_PRIORITY);
    }

    private void check(RoutingContext context) {
        harden(context.response());
        if (isOnTheWrongPort(context)) {
            new Problem(404, OTHER_PORT).send(context);
        } else if (isOpen(context)) {
            context.next();
        } else if (!settings.enabled()) {
            new Problem(404, "The dashboard is off (dashboard.enabled=false).").send(context);
        } else if (!isCalledByItsName(context.request())) {
            new Problem(421, OTHER_NAME).send(context);
        } else if (settings.isPublic()) {
            checkPublic(context);
        } else if (credentials != null) {
            checkCredentials(context);
        } else if (Loopback.isLocal(context.request())) {
            context.next();
        } else {
            new Problem(403, CLOSED).send(context);
        }
    }

    private boolean isOnTheWrongPort(RoutingContext context) {
        OptionalInt port = settings.operationsPort();
        return port.isPresent()
                && isOpen(context) != (context.request().localAddress().port() == port.getAsInt());
    }

    private boolean isCalledByItsName(HttpServerRequest request) {
        return settings.allowedHosts().isEmpty()
                || Loopback.isLocal(request)
                || request.authority() != null
                        && settings.allowedHosts().get().stream()
                                .anyMatch(request.authority().host()::equalsIgnoreCase);
    }

    /** Everybody may look; only a person at this machine may change anything. */
    private static void checkPublic(RoutingContext context) {
        if (READING.contains(context.request().method()) || Loopback.isLocal(context.request())) {
            context.next();
        } else {
            new Problem(403, READ_ONLY).send(context);
        }
    }

    /** Only a path that is already normal counts, lest {@code /q/../api} slip through. */
    private static boolean isOpen(RoutingContext context) {
        String path = context.request().path();
        return path.startsWith("/q/") && path.equals(context.normalizedPath());
    }

    private void checkCredentials(RoutingContext context) {
        String given = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (given == null) {
            askForCredentials(context);
        } else if (credentials.match(given)) {
            context.next();
        } else {
            penalise(context);
        }
    }

    /** Answers late, by a timer, so that guessing is slow and costs no thread. */
    private void penalise(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (penalties.incrementAndGet() > MOST_PENALTIES) {
            penalties.decrementAndGet();
            request.connection().close();
            return;
        }
        LOG.warnf("Wrong credentials for the dashboard from %s", request.remoteAddress());
        context.vertx()
                .setTimer(
                        PENALTY_MS,
                        timer -> {
                            penalties.decrementAndGet();
                            if (!context.response().closed()) {
                                askForCredentials(context);
                            }
                        });
    }

    private static void askForCredentials(RoutingContext context) {
        context.response()
                .putHeader("WWW-Authenticate", "Basic realm=\"user-summary\", charset=\"UTF-8\"");
        new Problem(401, "This dashboard asks for a user name and a password.").send(context);
    }

    private static void harden(HttpServerResponse response) {
        response.putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                                + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
