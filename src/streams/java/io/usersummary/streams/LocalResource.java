package io.usersummary.streams;

import io.smallrye.common.annotation.Blocking;
import io.usersummary.summary.SummaryWriter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What other instances ask this one: a user of a partition that is here. 204 for one who was never
 * seen, 503 if the partition is not here, so that a question makes one hop at most. Open to whom
 * the API is open.
 */
@Path(LocalResource.PATH)
@Blocking
class LocalResource {

    static final String PATH = "/streams/summaries";

    private final LookUp lookUp;

    LocalResource(LookUp lookUp) {
        this.lookUp = lookUp;
    }

    /** The user's row. */
    @GET
    @Path("{userId: .+}")
    public Response summary(String userId) {
        return lookUp.findHere(userId)
                .map(user -> Response.ok(SummaryWriter.json(user), MediaType.APPLICATION_JSON))
                .orElseGet(Response::noContent)
                .build();
    }
}
