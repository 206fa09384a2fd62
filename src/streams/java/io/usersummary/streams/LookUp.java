package io.usersummary.streams;

import io.usersummary.json.UnreadableException;
import io.usersummary.streams.Local.NotHereException;
import io.usersummary.summary.Summary;
import io.usersummary.summary.SummaryReader;
import io.usersummary.web.DashboardSettings;
import io.usersummary.web.Problem;
import io.usersummary.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jboss.logging.Logger;

/**
 * Looks up single users wherever they are: here, or by one question to the instance that has their
 * partition, which answers from what it has itself. Called by any thread; blocks.
 */
@ApplicationScoped
class LookUp {

    private static final Logger LOG = Logger.getLogger(LookUp.class);
    private static final long PATIENCE_SECONDS = 1;
    private static final String MOVING =
            "The user's partition is moving, or another instance has it that cannot be asked, as"
                    + " kafka-streams.application.server is not set.";

    private final Engine engine;
    private final Local local;
    private final Duration timeout;
    private final Optional<String> credentials;
    private final HttpClient http;

    LookUp(Engine engine, Local local, StreamsSettings settings, DashboardSettings dashboard) {
        this.engine = engine;
        this.local = local;
        this.timeout = settings.lookUpTimeout();
        this.credentials =
                dashboard.username().map(name -> basic(name, dashboard.password().orElse("")));
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    private static String basic(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /**
     * A user's summary; empty if the user was never seen.
     *
     * @throws ProblemException if nobody can be asked now
     */
    Optional<Summary> find(String userId) {
        try {
            return local.find(userId);
        } catch (NotHereException e) {
            return ask(owner(userId), userId);
        }
    }

    /** What this instance has itself, for another one that asks. */
    Optional<Summary> findHere(String userId) {
        try {
            return local.find(userId);
        } catch (NotHereException e) {
            throw unavailable(MOVING);
        }
    }

    /** Who has the user's partition; nobody is known without addresses, nor while it moves. */
    private HostInfo owner(String userId) {
        KafkaStreams streams = engine.streams().orElseThrow(() -> unavailable(MOVING));
        try {
            KeyQueryMetadata where =
                    streams.queryMetadataForKey(
                            SummaryTopology.TABLE, userId, new StringSerializer());
            if (where != null && !where.activeHost().equals(HostInfo.unavailable())) {
                return where.activeHost();
            }
        } catch (IllegalStateException | InvalidStateStoreException e) {
            LOG.debug("It is not known who has a user's partition", e);
        }
        throw unavailable(MOVING);
    }

    private Optional<Summary> ask(HostInfo owner, String userId) {
        String path = URLEncoder.encode(userId, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s:%d%s/%s"
                                                .formatted(
                                                        owner.host(),
                                                        owner.port(),
                                                        LocalResource.PATH,
                                                        path)))
                        .timeout(timeout);
        credentials.ifPresent(basic -> request.header("Authorization", basic));
        try {
            HttpResponse<byte[]> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(summary(answer.body()));
                case 204 -> Optional.empty();
                default ->
                        throw unavailable(
                                "The instance that has the user's partition answered with status %d."
                                        .formatted(answer.statusCode()));
            };
        } catch (IOException | UnreadableException e) {
            throw unavailable(
                    "The instance that has the user's partition did not answer in %d ms."
                            .formatted(timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The service stops.");
        }
    }

    private static Summary summary(byte[] json) throws UnreadableException {
        SummaryReader reader = new SummaryReader();
        reader.read(json, 0, json.length);
        return new Summary(reader.userId().copy(), reader.firstSeen(), reader.lastSeen());
    }

    private static ProblemException unavailable(String reason) {
        return new ProblemException(new Problem(503, reason).retryAfter(PATIENCE_SECONDS));
    }
}
