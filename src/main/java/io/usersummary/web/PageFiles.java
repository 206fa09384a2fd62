package io.usersummary.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.LaunchMode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the page, and its files below a folder that is named by a digest of them all: a browser
 * may keep them for ever, and asks for others as soon as one has changed.
 */
@ApplicationScoped
class PageFiles {

    /** What the page is made of, besides {@code index.html}. */
    static final List<String> ALL =
            List.of(
                    "app.css",
                    "favicon.svg",
                    "js/app.js",
                    "js/copy.js",
                    "js/dom.js",
                    "js/filters.js",
                    "js/flow.js",
                    "js/format.js",
                    "js/json.js",
                    "js/person.js",
                    "js/question.js",
                    "js/record.js",
                    "js/records.js",
                    "js/rows.js",
                    "js/shape.js",
                    "js/state.js",
                    "js/stream.js",
                    "js/ticks.js",
                    "js/time.js",
                    "js/users.js",
                    "js/vitals.js");

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    /** All files as they are now. */
    private record Files(String digest, PageFile index, Map<String, PageFile> all) {}

    private Files files;

    void install(@Observes Router router) {
        files = read();
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::index);
        router.route("/v/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::file);
    }

    /** In dev mode a file may have been edited since. */
    private Files files() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT ? read() : files;
    }

    private void index(RoutingContext context) {
        files().index().send(context, "text/html; charset=utf-8");
    }

    private void file(RoutingContext context) {
        Files now = files();
        String[] path = context.normalizedPath().split("/", 4);
        PageFile content = path.length == 4 ? now.all().get(path[3]) : null;
        if (content == null) {
            context.next();
            return;
        }
        // A page of another version gets what there is, to be asked for again.
        if (path[2].equals(now.digest())) {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
        }
        String extension = path[3].substring(path[3].lastIndexOf('.') + 1);
        content.send(context, TYPES.get(extension) + "; charset=utf-8");
    }

    private static Files read() {
        Map<String, PageFile> all = new LinkedHashMap<>();
        MessageDigest digest = sha256();
        for (String name : ALL) {
            byte[] content = read(name);
            digest.update(content);
            all.put(name, PageFile.of(content));
        }
        String version = HexFormat.of().formatHex(digest.digest(), 0, 8);
        String index = new String(read("index.html"), UTF_8);
        String linked =
                index.replaceAll(
                        "(href|src)=\"(app\\.css|favicon\\.svg|js/)", "$1=\"v/" + version + "/$2");
        return new Files(version, PageFile.of(linked.getBytes(UTF_8)), all);
    }

    private static byte[] read(String name) {
        String resource = "META-INF/resources/" + name;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream file = loader.getResourceAsStream(resource)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The page's file " + name + " cannot be read", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
