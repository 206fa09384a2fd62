package io.usersummary.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * An error as RFC 9457 describes it: what went wrong, said to the person who asked.
 *
 * @param headers of the answer, such as {@code Retry-After}
 * @param extensions further members of the JSON object
 */
public record Problem(
        int status, String detail, Map<String, String> headers, Map<String, Object> extensions) {

    /** The media type of it. */
    static final String TYPE = "application/problem+json";

    /** A problem without further headers and members. */
    public Problem(int status, String detail) {
        this(status, detail, Map.of(), Map.of());
    }

    /** The same, telling after how many seconds to ask again. */
    public Problem retryAfter(long seconds) {
        return header("Retry-After", String.valueOf(seconds));
    }

    Problem header(String name, String value) {
        return new Problem(status, detail, Map.of(name, value), extensions);
    }

    Problem extension(String name, Object value) {
        return new Problem(status, detail, headers, Map.of(name, value));
    }

    String json() {
        JsonObject json =
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                        .put("status", status)
                        .put("detail", detail);
        extensions.forEach(json::put);
        return json.encode();
    }

    Response response() {
        Response.ResponseBuilder response = Response.status(status).type(TYPE).entity(json());
        headers.forEach(response::header);
        return response.build();
    }

    /** Answers a request with it. To be called by its event loop, or a worker. */
    public void send(RoutingContext context) {
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
        headers.forEach(context.response()::putHeader);
        context.response().end(json());
    }
}
