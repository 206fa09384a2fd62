package io.usersummary.web;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The table and the state of the service as JSON, answered from memory. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
class ApiResource {

    private static final int LARGEST_LIMIT = 1_000;

    private final ServiceView view;
    private final RecentSummaries recent;
    private final StatsService stats;

    ApiResource(ServiceView view, RecentSummaries recent, StatsService stats) {
        this.view = view;
        this.recent = recent;
        this.stats = stats;
    }

    @GET
    @Path("summaries")
    @Operation(summary = "The users whose summaries changed most recently, newest first")
    @APIResponse(responseCode = "200", description = "From a bounded window of recent changes")
    @APIResponse(
            responseCode = "400",
            description = "The limit is not a whole number from 1 to 1000",
            content = @Content(mediaType = Problem.TYPE))
    public List<UserSummary> summaries(
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    @DefaultValue("100")
                    String limit) {
        return recent.since(0, parse(limit)).stream()
                .map(user -> view.find(user.userId()))
                .flatMap(Optional::stream)
                .map(UserSummary::of)
                .toList();
    }

    @GET
    @Path("summaries/{userId: .+}")
    @Operation(summary = "When one user was first and last seen, in epoch seconds")
    @APIResponse(responseCode = "200", description = "The user's summary")
    @APIResponse(
            responseCode = "404",
            description = "No event of this user has been seen",
            content = @Content(mediaType = Problem.TYPE))
    public UserSummary summary(String userId) {
        return view.find(userId)
                .map(UserSummary::of)
                .orElseThrow(
                        () ->
                                new NotFoundException(
                                        "No event of user \"%s\" has been seen."
                                                .formatted(userId)));
    }

    @GET
    @Path("stats")
    @Operation(summary = "Totals, rates, lag and state")
    public Uni<Stats> stats() {
        return stats.current();
    }

    private static int parse(String limit) {
        if (limit.matches("[0-9]{1,4}")) {
            int value = Integer.parseInt(limit);
            if (value >= 1 && value <= LARGEST_LIMIT) {
                return value;
            }
        }
        throw new BadRequestException(
                "limit must be a whole number from 1 to %d, it was \"%s\"."
                        .formatted(LARGEST_LIMIT, limit));
    }
}
