package io.usersummary.web;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the health checks say, in one sentence. The page's state line comes from here, so that it
 * never says anything else than {@code /q/health} does.
 */
@ApplicationScoped
class ServiceHealth {

    /** The check that is down while the table is being read back, which is no trouble. */
    private static final String READ_BACK = "table read back";

    private static final String CHANNEL_WORKS = "[OK]";
    private static final String CHANNEL_FAILS = "[KO]";

    private final SmallRyeHealthReporter reporter;

    ServiceHealth(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    /** Why the service has to be restarted; empty while it is live. May block. */
    Optional<String> failure() {
        return down(reporter.getLiveness()).stream().findFirst().map(ServiceHealth::sentence);
    }

    /** Why the service is not ready, apart from reading the table back. May block. */
    Optional<String> trouble() {
        return down(reporter.getReadiness()).stream()
                .filter(check -> !check.getString("name").equals(READ_BACK))
                .findFirst()
                .map(ServiceHealth::sentence);
    }

    private static List<JsonObject> down(SmallRyeHealth health) {
        return health.getPayload().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> !check.getString("status").equals("UP"))
                .toList();
    }

    /** The data of a check, without the channels that work. */
    private static String sentence(JsonObject check) {
        JsonObject data = check.getJsonObject("data");
        return data == null
                ? check.getString("name")
                : data.entrySet().stream()
                        .filter(entry -> !text(entry.getValue()).startsWith(CHANNEL_WORKS))
                        .map(entry -> entry.getKey() + ": " + plain(text(entry.getValue())))
                        .collect(Collectors.joining("; "));
    }

    private static String plain(String text) {
        return text.startsWith(CHANNEL_FAILS)
                ? text.substring(CHANNEL_FAILS.length()).replaceFirst("^[ -]+", "")
                : text;
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
