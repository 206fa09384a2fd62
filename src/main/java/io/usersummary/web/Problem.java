package io.usersummary.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/** An error as RFC 9457 describes it: what went wrong, said to the person who asked. */
record Problem(int status, String detail) {

    static final String TYPE = "application/problem+json";

    String json() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .encode();
    }

    Response response() {
        return Response.status(status).type(TYPE).entity(json()).build();
    }

    void send(RoutingContext context) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .end(json());
    }
}
