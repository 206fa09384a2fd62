package io.usersummary.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.usersummary.PackagedApp;
import io.usersummary.dev.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Page and API over TLS, health and metrics on a port of their own. */
class HttpsIT {

    @Test
    void pageAndApiAreServedOverTlsAndHealthAndMetricsOnAPortOfTheirOwn() throws Exception {
        Certificates certificates = new Certificates(Path.of("target", "https"));
        certificates.issue("web", Certificates.AUTHORITY, "-1d", 3, "localhost");
        int secure = Ports.free();
        int operations = Ports.free();
        try (PackagedApp app =
                PackagedApp.start(
                        "kafka.bootstrap.servers=localhost:1",
                        "quarkus.tls.web.key-store.pem.0.cert="
                                + certificates.certificatePem("web"),
                        "quarkus.tls.web.key-store.pem.0.key=" + certificates.keyPem("web"),
                        "quarkus.http.tls-configuration-name=web",
                        "quarkus.http.insecure-requests=enabled",
                        "quarkus.http.ssl-port=" + secure,
                        "quarkus.http.port=" + operations,
                        "dashboard.operations-port=" + operations)) {
            HttpClient trusting =
                    HttpClient.newBuilder()
                            .sslContext(trusting(certificates.trustStore(Certificates.AUTHORITY)))
                            .build();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> app.output().contains("Listening on"));
            String page = "https://localhost:" + secure;
            String inside = "http://localhost:" + operations;
            assertEquals(200, status(trusting, page + "/"));
            assertEquals(200, status(trusting, page + "/api/stats"));
            assertEquals(404, status(trusting, page + "/q/metrics"));
            assertEquals(404, status(trusting, page + "/q/health/live"));
            assertEquals(200, status(trusting, inside + "/q/metrics"));
            assertEquals(200, status(trusting, inside + "/q/health/live"));
            assertEquals(404, status(trusting, inside + "/"));
            assertEquals(404, status(trusting, inside + "/api/stats"));
            assertThrows(
                    SSLHandshakeException.class,
                    () -> status(HttpClient.newHttpClient(), page + "/"));
        }
    }

    private static int status(HttpClient client, String uri)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static SSLContext trusting(Path trustStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(trustStore)) {
            store.load(in, Certificates.PASSWORD.toCharArray());
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
