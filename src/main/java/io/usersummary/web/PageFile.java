package io.usersummary.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** A file of the page, and the same compressed, once and not for each browser. */
record PageFile(Buffer plain, Buffer gzip) {

    private static final Pattern TAKES_GZIP =
            Pattern.compile(
                    "(.*,)?\\s*gzip\\s*(,.*|;\\s*q=(1|0\\.0*[1-9]).*)?", Pattern.CASE_INSENSITIVE);

    static PageFile of(byte[] plain) {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory never fails", e);
        }
        return new PageFile(Buffer.buffer(plain), Buffer.buffer(gzip.toByteArray()));
    }

    /** Answers with it, compressed for whoever takes that. */
    void send(RoutingContext context, String type) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean small = accepted != null && TAKES_GZIP.matcher(accepted).matches();
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (small) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        context.response().end(small ? gzip : plain);
    }
}
