package io.usersummary.web;

import io.usersummary.query.InvalidQueryException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a resource throws into a {@link Problem}. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response rejected(WebApplicationException e) {
        return new Problem(e.getResponse().getStatus(), e.getMessage()).response();
    }

    @ServerExceptionMapper
    Response rejected(ProblemException e) {
        return e.problem().response();
    }

    @ServerExceptionMapper
    Response refused(InvalidQueryException e) {
        return new Problem(400, e.getMessage()).response();
    }

    @ServerExceptionMapper
    Response failed(RuntimeException e, UriInfo uri) {
        LOG.errorf(e, "Could not answer %s", uri.getPath());
        return new Problem(500, "The service could not answer; its log says why.").response();
    }
}
